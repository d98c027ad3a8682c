package org.yardmaster.master.loop;

import java.util.function.Consumer;
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

  /// For events of which only their failure matters: `then` is told why.
  static Receipt ifRefused(Consumer<String> then) {
    return new Receipt() {
      @Override
      public void refused(String why) {
        then.accept(why);
      }
    };
  }

  /// For events nobody waits for.
  static Receipt none() {
    return new Receipt() {};
  }
}
