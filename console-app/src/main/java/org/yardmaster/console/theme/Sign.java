package org.yardmaster.console.theme;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

/// A place where one mark stands at a time. A table's cells are reused while it scrolls: the sign
/// stays and changes its shape, as each new node would be styled anew.
public final class Sign extends StackPane {
  private final Map<Mark, SVGPath> shapes = new EnumMap<>(Mark.class);
  private final Region shape = new Region();
  private Optional<Mark> shown = Optional.empty();

  /// A sign of this size in pixels, showing nothing yet.
  public Sign(double size) {
    getStyleClass().add("mark");
    shape.getStyleClass().add("mark-shape");
    shape.setMinSize(size, size);
    shape.setPrefSize(size, size);
    shape.setMaxSize(size, size);
    getChildren().add(shape);
    setMinSize(size + 4, size + 4);
    setMaxSize(size + 4, size + 4);
    setMouseTransparent(true);
    show(Optional.empty());
  }

  /// Puts a sign on a cell, or takes it off, before its text.
  public static void on(Labeled cell, Optional<Mark> mark) {
    if (cell.getGraphic() instanceof Sign sign) {
      sign.show(mark);
    } else if (mark.isPresent()) {
      Sign sign = new Sign(10);
      sign.show(mark);
      cell.setGraphic(sign);
    }
  }

  /// Shows a mark, or nothing and takes no room.
  public void show(Optional<Mark> mark) {
    setManaged(mark.isPresent());
    setVisible(mark.isPresent());
    if (shown.equals(mark)) {
      return;
    }
    shown.ifPresent(old -> shape.pseudoClassStateChanged(pseudo(old), false));
    mark.ifPresent(this::draw);
    shown = mark;
  }

  private void draw(Mark mark) {
    shape.setShape(shapes.computeIfAbsent(mark, Mark::shape));
    shape.pseudoClassStateChanged(pseudo(mark), true);
    setAccessibleText(mark.words());
  }

  /// How style sheets call a mark.
  public static PseudoClass pseudo(Mark mark) {
    return PseudoClass.getPseudoClass(mark.styleName());
  }
}
