package org.yardmaster.master.loop;

import org.yardmaster.protocol.message.Answer;

/// What whoever brought an event to the loop learns of it. Called on the loop's thread: must be
/// quick, and not throw.
public interface Receipt {

  /// All that the event led to is durable, in `batch` or an earlier one: now it may be
  /// acknowledged.
  default void committed(long batch) {}

  /// The event was a command, and this is what became of it. Called before [#committed].
  default void answered(long batch, Answer answer) {}

  /// The event could not be stored, or broke the farm: it has had no effect.
  default void refused(String why) {}

  /// For events nobody waits for.
  static Receipt none() {
    return new Receipt() {};
  }
}
