package org.yardmaster.protocol.message;

import java.time.Duration;
import java.util.Arrays;
import java.util.SortedSet;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Sorted;

/// One frame between master and slave.
public sealed interface SlaveFrame {

  /// The protocol version these records describe. Both sides tell theirs; the lower one is spoken.
  int VERSION = 1;

  /// First frame of a connection, from the slave. `startId` is random for each slave process.
  /// `session` is the link session that it was in ("" for none) and `received` the highest number
  /// it has processed in that one.
  record Attach(
      int version,
      SortedSet<String> features,
      String slave,
      String secret,
      String startId,
      String session,
      long received)
      implements SlaveFrame {
    public Attach {
      features = Sorted.set(features);
    }

    /// Without the secret: it must not reach a log.
    @Override
    public String toString() {
      return "Attach[version="
          + version
          + ", slave="
          + slave
          + ", startId="
          + startId
          + ", session="
          + session
          + ", received="
          + received
          + "]";
    }
  }

  /// The master's consent. `session` is the name of the link session, random for each. `resumed`:
  /// it goes on, and `received` is the highest number processed from this slave process; else it is
  /// new, and numbers begin anew at 1 with the slave's inventory. `term` is the leading master's
  /// term: frames of an older one are refused. `heartbeat` and `deadAfter` hold for both sides.
  record Attached(
      int version,
      SortedSet<String> features,
      String session,
      long term,
      boolean resumed,
      long received,
      Duration heartbeat,
      Duration deadAfter)
      implements SlaveFrame {
    public Attached {
      features = Sorted.set(features);
    }
  }

  /// The master's refusal; the connection ends. Only TRY_LATER is worth trying again soon.
  record AttachRefused(Refusal code, String message) implements SlaveFrame {}

  /// Why a slave is not let in.
  enum Refusal {
    UNKNOWN_SLAVE,
    WRONG_SECRET,
    /// Another process of this name is attached and answers.
    NAME_IN_USE,
    VERSION,
    TRY_LATER
  }

  /// A numbered control message. `term` is 0 from slaves.
  record Numbered(long term, long number, SlaveMessage message) implements SlaveFrame {}

  /// Everything up to `number` is durable at the sender of this frame.
  record Acknowledged(long number) implements SlaveFrame {}

  /// Are you there? Answered at once by a [Pong], by I/O threads.
  record Ping() implements SlaveFrame {}

  /// I am here.
  record Pong() implements SlaveFrame {}

  /// Output of a step, from `offset` in its log. Not numbered: the offset says all.
  record LogChunk(BuildId build, int step, long offset, byte[] bytes) implements SlaveFrame {
    @Override
    public boolean equals(Object other) {
      return other instanceof LogChunk(BuildId b, int s, long o, byte[] data)
          && build.equals(b)
          && step == s
          && offset == o
          && Arrays.equals(bytes, data);
    }

    @Override
    public int hashCode() {
      return 31 * build.hashCode() + Long.hashCode(offset);
    }

    @Override
    public String toString() {
      return "LogChunk["
          + build
          + ", step="
          + step
          + ", offset="
          + offset
          + ", "
          + bytes.length
          + " bytes]";
    }
  }

  /// The master has this much of a step's log; send what comes behind it, at most `credit` bytes
  /// until the next such frame. `synced`: the step has ended, and its whole log is safe on the
  /// master's disk.
  record LogStored(BuildId build, int step, long length, long credit, boolean synced)
      implements SlaveFrame {}
}
