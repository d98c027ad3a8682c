package org.yardmaster.master.loop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.HistoryLimits;

/// What the loop needs of a database: everything a batch changed is written in one durable
/// transaction, and read back as it was. Called by the loop's thread only.
public interface Store extends AutoCloseable {

  /// A batch's changes, coalesced, in order. `number` is greater than that of every batch before,
  /// also of earlier lives of the master; `term` is the leading master's; `at` is the stamp of its
  /// last event.
  record Batch(long number, long term, Instant at, List<Change> changes) {
    public Batch {
      changes = List.copyOf(changes);
    }
  }

  /// What was found at start: the farm, and the number, term and stamp of the last batch.
  record Recovered(FarmSnapshot farm, long batch, long term, Instant at) {}

  /// The commit was refused and nothing of the batch is stored.
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// It is not known whether the commit happened: the stored batch number tells, once it can be
  /// read.
  final class UnknownOutcomeException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownOutcomeException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Reads the whole farm as the last committed batch left it.
  Recovered recover();

  /// Writes a batch; after the return it survives the machine.
  void commit(Batch batch) throws RefusedException, UnknownOutcomeException;

  /// The number of the last batch that is stored.
  long storedBatch();

  /// The record of a command that was accepted within the last day, by its client's id.
  Optional<CommandRecord> commandOf(String id);

  /// A command's record by its number in the audit.
  Optional<CommandRecord> command(long number);

  /// The newest command of a user that can be undone and has not been.
  Optional<CommandRecord> newestUndoable(String user);

  /// Takes ended requests that are beyond the limits out of the history, those that ended first,
  /// `most` of them at the most, with their builds. The audit stays. That the builds' logs are
  /// still to be removed is remembered. Returns how many requests went.
  ///
  /// @param ended how many requests have ever ended: a database takes long to count them
  int prune(HistoryLimits limits, long ended, Instant now, int most);

  /// Takes the ids of commands that are older than a day out of memory, `most` of them at the most.
  /// Returns how many went.
  int forgetCommandIds(Instant now, int most);

  /// Builds that went and whose logs may still be there, `most` of them at the most.
  List<BuildId> logsToRemove(int most);

  /// The logs of these builds are gone.
  void logsRemoved(List<BuildId> builds);

  /// Bytes free where the database writes.
  long freeBytes();

  /// Bytes written since the last checkpoint, which the next start has to read again.
  long logBytes();

  /// Writes the database out and begins an empty log: after a full disk, and when the log has grown
  /// long.
  void checkpoint();

  @Override
  void close();
}
