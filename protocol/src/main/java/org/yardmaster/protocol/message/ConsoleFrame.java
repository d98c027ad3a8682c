package org.yardmaster.protocol.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Sorted;

/// One frame between master and console or command line.
public sealed interface ConsoleFrame {

  /// The protocol version these records describe. Both sides tell theirs; the lower one is spoken.
  int VERSION = 1;

  /// First frame of a connection. `credential` is the password, or with `token` the content of the
  /// token file that the master keeps for its own machine's user.
  record Login(
      int version, SortedSet<String> features, String user, String credential, boolean token)
      implements ConsoleFrame {
    public Login {
      features = Sorted.set(features);
    }

    @Override
    public String toString() {
      return "Login[version=" + version + ", user=" + user + ", token=" + token + "]";
    }
  }

  /// The master's consent. Its clock is `now`: a console shows durations by the master's clock.
  record LoggedIn(
      int version,
      SortedSet<String> features,
      String farm,
      String masterStart,
      String user,
      Role role,
      Instant now,
      Duration heartbeat,
      Duration deadAfter)
      implements ConsoleFrame {
    public LoggedIn {
      features = Sorted.set(features);
    }
  }

  /// The master's refusal; the connection ends. `retryIn` is after what time the same may be tried
  /// again; zero if that would not help.
  record LoginRefused(String message, Duration retryIn) implements ConsoleFrame {}

  /// Send me the farm's rows and then their changes. `since` is the batch this console has seen
  /// last of the same `masterStart`: changes suffice if the master still has them.
  record Subscribe(String masterStart, OptionalLong since) implements ConsoleFrame {}

  /// Rows of a snapshot. The first chunk says to forget all rows; `total` is how many there will
  /// be.
  record SnapshotChunk(boolean first, int total, List<FarmChange> rows) implements ConsoleFrame {
    public SnapshotChunk {
      rows = List.copyOf(rows);
    }
  }

  /// What has changed up to and including batch `batch`; also ends a snapshot, then often with no
  /// change. `at` is the instant of that batch.
  record Changed(long batch, Instant at, List<FarmChange> changes) implements ConsoleFrame {
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /// Carry out this command. `id` is made by the client, unique for ever: a command sent again acts
  /// once. `first`: the id was just made and never sent before, so its answer need not be looked
  /// for; whoever does not know says no.
  record Do(String id, Command command, boolean first) implements ConsoleFrame {}

  /// What became of the command. Its changes are in batch `batch`, or an earlier one.
  record Done(String id, long batch, Answer answer) implements ConsoleFrame {}

  /// Answer this query. `id` is the client's, unique in this connection.
  record Ask(long id, Query query) implements ConsoleFrame {}

  /// The reply to a query.
  record Told(long id, Reply reply) implements ConsoleFrame {}

  /// A condition of the master that everybody attached must see: "" when it is over.
  record Notice(String text) implements ConsoleFrame {}

  /// Are you there? Answered at once by a [Pong].
  record Ping() implements ConsoleFrame {}

  /// I am here.
  record Pong() implements ConsoleFrame {}
}
