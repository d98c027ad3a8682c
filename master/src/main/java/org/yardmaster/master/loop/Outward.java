package org.yardmaster.master.loop;

import java.util.List;
import java.util.function.Consumer;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.protocol.model.BuildId;

/// Carries out what has been decided and is durable. Called on the loop's thread: must only hand
/// over.
public interface Outward {

  /// One decision; those of a batch come in their order. Answers to commands go to their receipts
  /// instead.
  void carryOut(Decision decision);

  /// Runs what carries out and answers all of one turn: what it tells one peer may be told in one
  /// piece.
  default void together(Runnable telling) {
    telling.run();
  }

  /// Something everybody attached must see about the master itself; "" when it is over.
  void notice(String text);

  /// Removes the logs of builds that nobody can ask for any more; hands those whose logs are gone
  /// to `gone`, once, on any thread.
  void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone);

  /// The loop has ended, and not because it was closed: nothing will be decided any more.
  default void ended(Throwable why) {}

  /// The disk is below its reserve, or cannot be asked: nothing is decided, so no incident can be
  /// stored. Told once.
  default void diskFull(String text) {}

  /// The disk is above its reserve: told at the start of the master, and once after each
  /// [#diskFull].
  default void diskFree() {}
}
