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
}
