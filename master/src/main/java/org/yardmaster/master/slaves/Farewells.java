package org.yardmaster.master.slaves;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.wire.Timer;

/// Sees off slaves that were removed from the farm. They cannot come back, and the end of the last
/// build's log comes behind the result: so each stays until all its logs are whole, or nothing more
/// comes of them; then they end as they are.
final class Farewells {
  /// A slave that has sent no output for so long has no more.
  static final Duration SILENCE = Duration.ofSeconds(10);

  private final Timer timer;
  private final Sessions sessions;
  private final LogIntake logs;

  Farewells(Timer timer, Sessions sessions, LogIntake logs) {
    this.timer = timer;
    this.sessions = sessions;
    this.logs = logs;
  }

  /// Ends the session that the slave is in now; a later one is none of this.
  void seeOff(SlaveId slave, String reason) {
    Optional<SlaveSession> session = sessions.of(slave);
    CompletableFuture<Void> whole = logs.whenWhole(slave);
    watch(slave, whole);
    var _ =
        whole.thenRun(() -> {
          session.ifPresent(s -> sessions.detach(s, reason));
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
