package org.yardmaster.console.shell;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// The only way onto the FX thread: what was given since the last frame runs at the start of the
/// next one, just before it is laid out. A task given by a task waits for the frame after.
public final class FrameExecutor implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AnimationTimer frame =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          runAll();
        }
      };

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (woken.compareAndSet(false, true)) {
      Platform.runLater(frame::start);
    }
  }

  private void runAll() {
    frame.stop();
    woken.set(false);
    for (int left = tasks.size(); left > 0; left--) {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
      }
    }
  }
}
