package org.yardmaster.console.shell;

import java.time.Duration;
import javafx.animation.PauseTransition;
import org.yardmaster.console.farm.Later;

/// The window's timer.
public final class FxLater implements Later {
  @Override
  public Timer after(Duration delay, Runnable task) {
    PauseTransition pause = new PauseTransition(javafx.util.Duration.millis(delay.toMillis()));
    pause.setOnFinished(_ -> task.run());
    pause.play();
    return pause::stop;
  }
}
