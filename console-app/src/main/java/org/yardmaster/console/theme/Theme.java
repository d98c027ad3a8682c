package org.yardmaster.console.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.css.PseudoClass;
import javafx.scene.Scene;

/// The two looks of the console.
public enum Theme {
  LIGHT(new PrimerLight()),
  DARK(new PrimerDark());

  private static final PseudoClass NIGHT = PseudoClass.getPseudoClass("night");
  private final atlantafx.base.theme.Theme base;

  Theme(atlantafx.base.theme.Theme base) {
    this.base = base;
  }

  /// Gives a window this look.
  public void dress(Scene scene) {
    Application.setUserAgentStylesheet(base.getUserAgentStylesheet());
    scene.getStylesheets().setAll(List.of(sheet()));
    scene.getRoot().pseudoClassStateChanged(NIGHT, this == DARK);
  }

  /// Our own style sheet, on top of the theme's.
  public static String sheet() {
    URL own = Objects.requireNonNull(Theme.class.getResource("console.css"), "console.css");
    return own.toExternalForm();
  }

  /// The other one.
  public Theme other() {
    return this == LIGHT ? DARK : LIGHT;
  }
}
