package org.yardmaster.protocol.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.LockState;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.WaitReason;

/// What a master replies to a [Query].
public sealed interface Reply {

  /// The reasons of each request that is still queued.
  record Explained(SortedMap<RequestId, List<WaitReason>> reasons) implements Reply {
    public Explained {
      reasons = Sorted.map(reasons);
    }
  }

  /// Requests out of history.
  record Requests(List<FinishedRequest> requests) implements Reply {
    public Requests {
      requests = List.copyOf(requests);
    }
  }

  /// Builds out of history.
  record Builds(List<FinishedBuild> builds) implements Reply {
    public Builds {
      builds = List.copyOf(builds);
    }
  }

  /// Bytes of a log from `offset`; `length` is how much there is by now, `complete` that no more
  /// will come.
  record LogPart(long offset, byte[] bytes, long length, boolean complete) implements Reply {
    @Override
    public boolean equals(Object other) {
      return other instanceof LogPart(long o, byte[] data, long l, boolean c)
          && offset == o
          && length == l
          && complete == c
          && Arrays.equals(bytes, data);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(offset) + 31 * Long.hashCode(length);
    }

    @Override
    public String toString() {
      return "LogPart[offset=" + offset + ", " + bytes.length + " bytes of " + length + "]";
    }
  }

  /// The audit record, newest first.
  record Audit(List<AuditEntry> entries) implements Reply {
    public Audit {
      entries = List.copyOf(entries);
    }
  }

  /// One command that was carried out. `undoneBy` is the number of the command that took it back, 0
  /// for none.
  record AuditEntry(
      long number, Instant at, String user, String text, boolean undoable, long undoneBy) {}

  /// Who may log in.
  record Users(SortedMap<String, Role> users) implements Reply {
    public Users {
      users = Sorted.map(users);
    }
  }

  /// Host:port addresses of the slaves' door, and the SHA-256 fingerprint of the farm's CA, in hex.
  record Joining(List<String> addresses, String fingerprint) implements Reply {
    public Joining {
      addresses = List.copyOf(addresses);
    }
  }

  /// The configuration in force: its version, who put it in force and when, and its text.
  record Config(long version, String by, Instant at, String text) implements Reply {}

  /// The locks of the farm in the order in which they may be taken; of those that each slave has
  /// for itself, the ones that somebody holds or waits for.
  record Locks(List<LockState> locks) implements Reply {
    public Locks {
      locks = List.copyOf(locks);
    }
  }

  /// The query could not be answered.
  record Failed(String text) implements Reply {}
}
