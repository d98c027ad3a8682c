package org.yardmaster.console.theme;

import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;

/// Pictures drawn in a square of 16, in the colour of the text beside them.
public enum Icon {
  QUEUE("M2 3h12v2H2zM2 7h9v2H2zM2 11h6v2H2z"),
  RUNNING("M4 2.5v11l9-5.5z"),
  SLAVES("M2 2h12v5H2zM2 9h12v5H2zM4 4h2v1H4zM4 11h2v1H4z"),
  BUILDERS(
      "M8 1l6 3v8l-6 3-6-3V4zM8 3.2L4.6 4.9 8 6.6l3.4-1.7zM3.8 6.4v4.4L7 12.5V8zM9"
          + " 8v4.5l3.2-1.7V6.4z"),
  SHELF("M1 12h14v2H1zM3 3h4v8H3zM9 5h4v6H9zM4.2 4.4v1.2h1.6V4.4z"),
  BELL(
      "M8 1.5c-2.6 0-4.2 1.9-4.2 4.5v3L2.5 11v1h11v-1l-1.3-2V6c0-2.6-1.6-4.5-4.2-4.5zM6.3"
          + " 13a1.8 1.8 0 0 0 3.4 0z"),
  HISTORY(
      "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3zM7.2 4.5v4l3"
          + " 1.8.7-1.2-2.2-1.3V4.5z"),
  SEARCH(
      "M7 1.5a5.5 5.5 0 1 0 3.4 9.8l3.3 3.3 1-1-3.3-3.3A5.5 5.5 0 0 0 7 1.5zM7 3a4 4 0 1 1 0 8 4 4"
          + " 0 0 1 0-8z"),
  PAUSE("M4 3h3v10H4zM9 3h3v10H9z"),
  RESUME("M4 2.5v11l9-5.5z"),
  HOLD("M3 3h2v10H3zM6 3h2v10H6zM10 7h4v2h-4z"),
  GRIP("M5 3h2v2H5zM9 3h2v2H9zM5 7h2v2H5zM9 7h2v2H9zM5 11h2v2H5zM9 11h2v2H9z"),
  PLUS("M7 2h2v5h5v2H9v5H7V9H2V7h5z"),
  CROSS(
      "M3.4 2.3L8 6.9l4.6-4.6 1.1 1.1L9.1 8l4.6 4.6-1.1 1.1L8 9.1l-4.6 4.6-1.1-1.1L6.9 8 2.3 3.4z"),
  STOP("M3 3h10v10H3z"),
  UNDO("M6 2L1.5 6 6 10V7.2h4a2.6 2.6 0 0 1 0 5.3H6V14h4a4.2 4.2 0 0 0 0-8.4H6z"),
  THEME("M8 1.5a6.5 6.5 0 1 0 0 13zM9 1.6v1.6a5 5 0 0 1 0 9.6v1.6A6.5 6.5 0 0 0 9 1.6z"),
  LOG("M2 2h12v12H2zM3.5 3.5v9h9v-9zM5 5h6v1.2H5zM5 7.4h6v1.2H5zM5 9.8h4V11H5z"),
  TILES("M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z"),
  ROWS("M2 3h12v2H2zM2 7h12v2H2zM2 11h12v2H2z"),
  FOLLOW("M7 2h2v7l2.8-2.8 1.1 1.1L8 12.2 3.1 7.3l1.1-1.1L7 9zM3 13h10v1.5H3z"),
  WARNING("M8 1.5l7 12.5H1zM7.2 6v4h1.6V6zM7.2 11v1.6h1.6V11z"),
  LINE("M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  /// Set in code, not by an inline style: a style would be parsed again for every cell. The empty
  /// strokes keep the proportions, as a region stretches its shape to its own size.
  private SVGPath shape() {
    SVGPath shape = new SVGPath();
    shape.setContent("M0 0h0M16 16h0" + path);
    return shape;
  }

  /// A picture of this size in pixels.
  public Region node(double size) {
    Region region = new Region();
    region.getStyleClass().add("icon");
    region.setShape(shape());
    double side = size * 1.15;
    region.setMinSize(side, side);
    region.setPrefSize(side, side);
    region.setMaxSize(side, side);
    region.setMouseTransparent(true);
    return region;
  }
}
