package org.yardmaster.console.toast;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.protocol.model.BuildId;

/// Shows toasts at the window's lower right, for a while; a click opens what one is about.
public final class ToastView {
  private static final Duration SHOWN = Duration.seconds(8);

  private ToastView() {}

  public static void show(Toast toast, Window owner, Consumer<BuildId> open) {
    Notifications.create()
        .title(toast.title())
        .text(toast.text())
        .graphic(toast.bad() ? Mark.FAILURE.node() : Icon.LINE.node(13))
        .owner(owner)
        .position(Pos.BOTTOM_RIGHT)
        .hideAfter(SHOWN)
        .styleClass("toast")
        .onAction(_ -> toast.build().ifPresent(open))
        .show();
  }
}
