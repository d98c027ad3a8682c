package org.yardmaster.master.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.model.BuildId;

/// One build that prints at a pace of its own, where its master takes as much. Everything happens
/// on the slave's own thread.
final class LogStream {
  private static final int CHUNK = 64 << 10;
  private static final double NANOS_A_SECOND = 1e9;

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

  /// Prints what it would have printed by now.
  void print() {
    double due = bytesASecond * ((System.nanoTime() - begun) / NANOS_A_SECOND);
    while (!ended
        && sent + CHUNK <= Math.min(allowed, due)
        && slave.print(new LogChunk(build, 0, sent, output))) {
      sent += CHUNK;
    }
  }

  void onOwner(Runnable task) {
    slave.onOwner(task);
  }

  void end() {
    ended = true;
    slave.finish(build, sent);
  }
}
