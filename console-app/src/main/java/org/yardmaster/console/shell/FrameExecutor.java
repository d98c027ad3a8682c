package org.yardmaster.console.shell;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// The only way onto the FX thread: what was given since the last frame runs at the start of the
/// next one, just before it is laid out. A task given by a task waits for the frame after.
///
/// One that is told to runs its tasks not in every frame but at most once in a while: what comes
/// after a pause runs in the next frame, what comes in a stream runs in bundles.
public final class FrameExecutor implements Executor {
  /// How far apart bundles of what a farm at work tells are: nobody reads faster.
  public static final Duration CALM = Duration.ofMillis(100);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final long apart;
  private long last;
  private final AnimationTimer frame =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          if (now - last >= apart) {
            last = now;
            runAll();
          }
        }
      };

  /// One that runs its tasks in every frame.
  public FrameExecutor() {
    this(Duration.ZERO);
  }

  /// One that runs its tasks at most once in so long.
  public FrameExecutor(Duration apart) {
    this.apart = apart.toNanos();
    this.last = System.nanoTime() - this.apart;
  }

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
