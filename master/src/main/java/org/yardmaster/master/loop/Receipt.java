package org.yardmaster.master.loop;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.wire.Timer;

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

  /// For commands, of which only their answer matters: one that could not be stored, or broke the
  /// farm, is refused with [Answer.Code#NOT_STORED].
  ///
  /// @param then is given the answer, and the batch that made it durable; 0 for a refusal of that
  ///   kind
  static Receipt answering(BiConsumer<Long, Answer> then) {
    return new Receipt() {
      @Override
      public void answered(long batch, Answer answer) {
        then.accept(batch, answer);
      }

      @Override
      public void refused(String why) {
        then.accept(0L, new Answer.Refused(Answer.Code.NOT_STORED, why));
      }
    };
  }

  /// For events that must be stored, however long that takes.
  ///
  /// @param again tells the event again; called a second after each refusal
  /// @param stored called when it is durable
  static Receipt untilStored(Timer timer, Runnable again, Runnable stored) {
    return new Receipt() {
      @Override
      public void committed(long batch) {
        stored.run();
      }

      @Override
      public void refused(String why) {
        var _ = timer.after(Duration.ofSeconds(1), again);
      }
    };
  }

  /// For events nobody waits for.
  static Receipt none() {
    return new Receipt() {};
  }
}
