package org.yardmaster.master.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.model.BuildId;

/// One build that prints at a pace of its own, where its master takes as much. All it does happens
/// on the slave's own thread.
final class LogStream {
  private static final int CHUNK = 64 << 10;

  private final FleetSlave slave;
  private final BuildId build;
  private final double bytesASecond;
  private final AtomicLong stored;
  private final Runnable whole;
  private final byte[] output = new byte[CHUNK];
  private long sent;
  private long counted;
  private long allowed;
  private long begun;
  private boolean ended;

  /// @param bytesASecond may be infinite
  /// @param stored counts the bytes that are on the master's disk
  /// @param whole is called when the ended log is safe there
  LogStream(
      FleetSlave slave, BuildId build, double bytesASecond, AtomicLong stored, Runnable whole) {
    this.slave = slave;
    this.build = build;
    this.bytesASecond = bytesASecond;
    this.stored = stored;
    this.whole = whole;
  }

  void begin() {
    begun = System.nanoTime();
    slave.begin(build);
    slave.followLog(this::stored, this::print);
    slave.print(new LogChunk(build, 0, 0, new byte[0]));
  }

  private void stored(LogStored by) {
    stored.addAndGet(by.length() - counted);
    counted = by.length();
    if (by.synced()) {
      whole.run();
    }
    allowed = by.length() + by.credit();
    print();
  }

  private void print() {
    double due = bytesASecond * ((System.nanoTime() - begun) / LogFlood.NANOS_A_SECOND);
    while (!ended
        && sent + CHUNK <= Math.min(allowed, due)
        && slave.print(new LogChunk(build, 0, sent, output))) {
      sent += CHUNK;
    }
  }

  /// Prints what it would have printed by now. For any thread.
  void printDue() {
    slave.onOwner(this::print);
  }

  /// Prints no more, and tells the end of the build. For any thread.
  void end() {
    slave.onOwner(() -> {
      ended = true;
      slave.finish(build, sent);
    });
  }
}
