package org.yardmaster.console.memory;

/// How the window was left.
public record WindowState(double width, double height, boolean maximized, String theme) {

  /// A window that nobody has changed yet.
  public static WindowState first() {
    return new WindowState(1280, 800, false, "LIGHT");
  }
}
