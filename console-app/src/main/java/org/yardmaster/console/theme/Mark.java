package org.yardmaster.console.theme;

import java.util.Locale;
import java.util.Optional;
import javafx.scene.shape.SVGPath;

/// The sign of a state or an outcome: a shape of its own, so that the colour is never all there is.
public enum Mark {
  ACCEPTING("M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z"),
  BUSY("M2 1v10l9-5z"),
  AWAY("M8 1a5 5 0 1 0 3 8.6A5.2 5.2 0 0 1 8 1z"),
  OUT_OF_SERVICE("M0 4h12v4H0z"),
  UNREACHABLE(
      "M0 0h3v3H0zM6 0h3v3H6zM3 3h3v3H3zM9 3h3v3H9zM0 6h3v3H0zM6 6h3v3H6zM3 9h3v3H3zM9 9h3v3H9z"),
  DOWN("M0 0h12v12H0z"),
  ABSENT("M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM6 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z"),
  RETIRED("M1 5h10v2H1z"),
  SUCCESS("M1.5 5.5L0.2 6.9 4.4 11 12 2.6 10.6 1.3 4.3 8.2z"),
  FAILURE(
      "M1.7 0.3L6 4.6 10.3.3l1.4 1.4L7.4 6l4.3 4.3-1.4 1.4L6 7.4l-4.3 4.3-1.4-1.4L4.6 6 .3 1.7z"),
  CANCELLED(
      "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6 2a4 4 0 0 1 2.3.7L2.7 8.3A4 4 0 0 1 6 2zM9.3"
          + " 3.7A4 4 0 0 1 3.7 9.3z"),
  STOPPED("M1 1h10v10H1z"),
  TRANSIENT("M0 0h12v12H0zM3 8h6v1.5H3z"),
  SUPERSEDED("M1 1l5 5-5 5zM6 1l5 5-5 5z"),
  RUNNING("M2 1v10l9-5z"),
  WAITING("M1 5h2v2H1zM5 5h2v2H5zM9 5h2v2H9z"),
  HELD("M2 1h3v10H2zM7 1h3v10H7z"),
  DELAYED(
      "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5.3"
          + " 3v3.6l2.4 1.4.7-1.2-1.7-1V3z"),
  SHELVED("M0 9.5h12v2H0zM1 1h3.5v7.5H1zM6 3.5h4.5v5H6z"),
  BACKED_OFF("M1 0h10L7.2 6 11 12H1l3.8-6z"),
  SKIPPED("M1 5h10v2H1z");

  private final String path;

  Mark(String path) {
    this.path = path;
  }

  /// The sign by itself, where it stays as it is.
  public Sign node() {
    Sign sign = new Sign(10);
    sign.show(Optional.of(this));
    return sign;
  }

  /// Its outline. The empty strokes keep its proportions: a region stretches what it is given to
  /// its own size.
  SVGPath shape() {
    SVGPath drawn = new SVGPath();
    drawn.setContent("M0 0h0M12 12h0" + path);
    return drawn;
  }

  /// Its name in style sheets.
  public String styleName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What it means.
  public String words() {
    return this == TRANSIENT || this == DOWN
        ? "host down"
        : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
