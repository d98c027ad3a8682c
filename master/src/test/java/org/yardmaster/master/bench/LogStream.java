package org.yardmaster.master.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.model.BuildId;

/// One build that prints as fast as its master takes it. Everything happens on the slave's own
/// thread.
final class LogStream {
  private static final int CHUNK = 64 << 10;

  private final FleetSlave slave;
  private final BuildId build;
  private final AtomicLong stored;
  private final Runnable whole;
  private final byte[] output = new byte[CHUNK];
  private long sent;
  private long counted;
  private long allowed;
  private boolean ended;

  /// @param stored counts the bytes that are on the master's disk
  /// @param whole is called when the ended log is safe there
  LogStream(FleetSlave slave, BuildId build, AtomicLong stored, Runnable whole) {
    this.slave = slave;
    this.build = build;
    this.stored = stored;
    this.whole = whole;
  }

  void begin() {
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
    while (!ended && sent + CHUNK <= allowed && slave.print(new LogChunk(build, 0, sent, output))) {
      sent += CHUNK;
    }
  }

  void end() {
    ended = true;
    slave.finish(build, sent);
  }
}
