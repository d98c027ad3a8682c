package org.yardmaster.master.loop;

import org.yardmaster.master.farm.Decision;

/// Carries out what has been decided and is durable. Called on the loop's thread: must only hand
/// over.
public interface Outward {

  /// One decision; those of a batch come in their order. Answers to commands go to their receipts
  /// instead.
  void carryOut(Decision decision);

  /// Something everybody attached must see about the master itself; "" when it is over.
  void notice(String text);

  /// The disk is below its reserve: nothing is decided, so no incident can be stored. Told once.
  default void diskFull(String text) {}

  /// The disk is above its reserve: told at the start of the master, and once after each
  /// [#diskFull].
  default void diskFree() {}
}
