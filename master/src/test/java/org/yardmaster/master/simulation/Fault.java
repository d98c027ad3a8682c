package org.yardmaster.master.simulation;

/// What can go wrong. Each seed draws which of them do.
enum Fault {
  /// A line breaks; what was under way is lost.
  CUT,
  /// A line breaks and one end, or none, learns of it.
  HALF_OPEN,
  /// A line carries nothing for a while, then everything.
  STALL,
  /// A machine has no network, for minutes or hours.
  SILENCE,
  /// The slave's process is killed; what it ran runs on until its next life.
  SLAVE_KILLED,
  /// The machine loses power: nothing runs on, and what was not synced is gone.
  POWER_LOST,
  /// The slave ends with notice.
  LEAVES,
  /// The owner goes away and comes back.
  AWAY,
  /// The slave's disk is full.
  NO_DISK,
  /// A second process of the same name, on a copied disk, that comes and goes.
  CLONE,
  /// Some requests have builds that bring down the machine they run on.
  KILLER,
  /// The master is killed at any point of a turn.
  MASTER_KILLED,
  /// The clock of the master's machine is put forward or back.
  CLOCK,
  /// The store refuses a commit, with nothing written.
  COMMIT_REFUSED,
  /// The store does not know whether it has committed.
  COMMIT_UNKNOWN
}
