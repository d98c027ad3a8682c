package org.yardmaster.protocol.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// What a console asks beside the live rows; each kind has its [Reply].
public sealed interface Query {

  /// Why these requests wait. Answered with [Reply.Explained].
  record Explain(List<RequestId> requests) implements Query {
    public Explain {
      requests = List.copyOf(requests);
    }
  }

  /// Finished requests, newest first, at most `limit` (1 to 1000), of request ids below `before` if
  /// given. Answered with [Reply.Requests].
  record History(
      Optional<String> builder, Optional<Outcome> outcome, OptionalLong before, int limit)
      implements Query {}

  /// A finished request, if it has ended. Answered with [Reply.Requests].
  record OneFinished(RequestId request) implements Query {}

  /// All ended builds of a request, oldest first. Answered with [Reply.Builds].
  record Attempts(RequestId request) implements Query {}

  /// Ended builds, newest first, at most `limit` (1 to 1000), of build ids below `before` if given.
  /// Answered with [Reply.Builds].
  record BuildHistory(
      Optional<String> builder, Optional<String> slave, OptionalLong before, int limit)
      implements Query {}

  /// One ended build, if it has ended. Answered with [Reply.Builds].
  record OneBuild(BuildId build) implements Query {}

  /// A part of a step's log from a byte offset (or, where `offset` is negative, that many bytes
  /// before its end), at most `max` bytes (1 to 1 MiB). With `follow` the reply comes when there is
  /// something behind `offset` or the log is complete, at the latest after 20 s. Answered with
  /// [Reply.LogPart].
  record ReadLog(BuildId build, int step, long offset, int max, boolean follow) implements Query {}

  /// The newest entries of the audit record, at most `limit`. Answered with [Reply.Audit].
  record Audit(int limit) implements Query {}

  /// Who may log in. Admins only. Answered with [Reply.Users].
  record Users() implements Query {}

  /// What a new slave needs to find and trust the master. Admins only. Answered with
  /// [Reply.Joining].
  record Join() implements Query {}

  /// Who holds and who waits for which lock. Answered with [Reply.Locks].
  record Locks() implements Query {}

  /// The configuration in force. Answered with [Reply.Config].
  record Config() implements Query {}
}
