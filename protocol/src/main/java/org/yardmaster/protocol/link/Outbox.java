package org.yardmaster.protocol.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Numbers the messages of one direction and keeps each until the other side has it durably.
///
/// @param <M> the kind of message
public final class Outbox<M> {

  /// A message and its number in this direction of the session.
  public record Numbered<M>(long number, M message) {}

  private final Deque<Numbered<M>> unacknowledged = new ArrayDeque<>();
  private long lastNumber;
  private long acknowledged;

  /// Takes a message into the session and gives it the next number. Whoever calls sends it, if
  /// there is a line.
  public Numbered<M> add(M message) {
    Numbered<M> numbered = new Numbered<>(++lastNumber, message);
    unacknowledged.addLast(numbered);
    return numbered;
  }

  /// The other side has everything up to `number` durably. A number acknowledged before changes
  /// nothing.
  ///
  /// @throws LinkViolation if nothing of that number was ever sent
  public void acknowledge(long number) {
    if (number > lastNumber) {
      throw new LinkViolation(
          "acknowledgement of " + number + ": the last number sent is " + lastNumber);
    }
    acknowledged = Math.max(acknowledged, number);
    while (!unacknowledged.isEmpty() && unacknowledged.getFirst().number() <= acknowledged) {
      unacknowledged.removeFirst();
    }
  }

  /// What a line that is new must carry first, in order: all that the other side does not have.
  ///
  /// @param received the highest number the other side has processed
  /// @throws LinkViolation if the other side claims more than was sent
  public List<Numbered<M>> resume(long received) {
    acknowledge(received);
    return new ArrayList<>(unacknowledged);
  }

  /// How many messages are kept.
  public int size() {
    return unacknowledged.size();
  }
}
