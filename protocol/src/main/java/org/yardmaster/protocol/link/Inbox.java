package org.yardmaster.protocol.link;

/// Receives the numbered messages of one direction: each exactly once, in order, whatever the line
/// repeats.
public final class Inbox {
  private long received;
  private long processed;

  /// Whether the message of this number is new and must be processed; a repeated one is not.
  ///
  /// @throws LinkViolation if a number is missing in between: the line does not lose messages, so
  ///   the peer is broken
  public boolean accept(long number) {
    if (number <= received) {
      return false;
    }
    if (number != received + 1) {
      throw new LinkViolation("message " + number + ": expected " + (received + 1));
    }
    received = number;
    return true;
  }

  /// Everything up to `number` is durable here: from now on it may be acknowledged, and is never
  /// asked for again.
  public void processed(long number) {
    processed = Math.max(processed, number);
  }

  /// The highest number that is durable here: what an acknowledgement carries.
  public long processed() {
    return processed;
  }

  /// The highest number that has been taken in; on a new line of the session the peer repeats those
  /// above [#processed()], and up to this one they are recognised.
  public long received() {
    return received;
  }
}
