package org.yardmaster.console.shell;

import java.util.Locale;
import org.yardmaster.console.theme.Icon;

/// The views that can be gone to, in the order of Alt+1 ...
public enum Place {
  QUEUE("Queue", Icon.QUEUE),
  RUNNING("Running", Icon.RUNNING),
  SLAVES("Slaves", Icon.SLAVES),
  BUILDERS("Builders", Icon.BUILDERS),
  SHELF("Shelf", Icon.SHELF),
  HISTORY("History", Icon.HISTORY);

  private final String title;
  private final Icon icon;

  Place(String title, Icon icon) {
    this.title = title;
    this.icon = icon;
  }

  public String title() {
    return title;
  }

  public Icon icon() {
    return icon;
  }

  /// Its name in style sheets and node ids.
  String styleName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// `Alt+1` and so on.
  public String key() {
    return "Alt+" + (ordinal() + 1);
  }
}
