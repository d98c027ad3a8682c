package org.yardmaster.master.slaves;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.wire.Timer;

/// Ends the lines of slaves that the farm has done with. One that was removed from it cannot come
/// back, and the end of its last build's log comes behind the result: so it stays until all its
/// logs are whole, or nothing more comes of them; then they end as they are.
final class Farewells {
  /// A slave that has sent no output for so long has no more.
  static final Duration SILENCE = Duration.ofSeconds(10);

  private final Twin twin;
  private final Timer timer;
  private final Sessions sessions;
  private final LogIntake logs;

  Farewells(Twin twin, Timer timer, Sessions sessions, LogIntake logs) {
    this.twin = twin;
    this.timer = timer;
    this.sessions = sessions;
    this.logs = logs;
  }

  /// Ends the session that the slave is in now; a later one is none of this.
  void begin(SlaveId slave, String reason) {
    Optional<SlaveSession> session = sessions.of(slave);
    Runnable end = () -> session.ifPresent(s -> sessions.detach(s, reason));
    var _ =
        twin.ask(view -> view.farm().secretOf(slave).isEmpty())
            .thenAccept(removed -> {
              if (removed) {
                seeOff(slave, end);
              } else {
                end.run();
              }
            });
  }

  private void seeOff(SlaveId slave, Runnable end) {
    CompletableFuture<Void> whole = logs.whenWhole(slave);
    watch(slave, whole);
    var _ =
        whole.thenRun(() -> {
          end.run();
          logs.closeAll(slave);
        });
  }

  private void watch(SlaveId slave, CompletableFuture<Void> whole) {
    long before = logs.sent(slave);
    Timer.Alarm alarm =
        timer.after(
            SILENCE,
            () -> {
              if (logs.sent(slave) == before) {
                whole.complete(null);
              } else {
                watch(slave, whole);
              }
            });
    var _ = whole.thenRun(alarm::cancel);
  }
}
