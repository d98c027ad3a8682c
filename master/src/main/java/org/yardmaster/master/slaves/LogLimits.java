package org.yardmaster.master.slaves;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.SlaveId;

/// Knows which slave may send output of each build and how much, and what has been sent in this
/// life of the master. A slave keeps the limit itself; one that goes well beyond it breaks the
/// rules. Safe for any thread; the chunks of one build come on one thread.
final class LogLimits {
  /// Each step may tell how much of its output was dropped.
  private static final long SLACK = 1 << 20;

  /// For builds that ended before this master started: their own limits and slaves are not known
  /// any more; whoever sends first may.
  private static final long OF_UNKNOWN = 1 << 30;

  private final Map<BuildId, Account> accounts = new ConcurrentHashMap<>();

  /// `sent` is where the output of each step ends so far.
  private record Account(SlaveId slave, long limit, Map<Integer, Long> sent) {
    Account(SlaveId slave, long limit) {
      this(slave, limit, new TreeMap<>());
    }

    long afterwards(LogChunk chunk) {
      sent.merge(chunk.step(), chunk.offset() + chunk.bytes().length, Math::max);
      return sent.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// A build on this slave may have so many bytes of output.
  void expect(BuildId build, SlaveId slave, long limit) {
    accounts.putIfAbsent(build, new Account(slave, limit));
  }

  /// No more than what came is to come.
  void forget(BuildId build) {
    accounts.remove(build);
  }

  /// Counts a chunk from this slave; tells what is wrong if it is too much, or not the slave's.
  Optional<String> problem(SlaveId slave, LogChunk chunk) {
    Account account = accounts.computeIfAbsent(chunk.build(), _ -> new Account(slave, OF_UNKNOWN));
    if (!account.slave().equals(slave)) {
      return Optional.of(
          "log of %s, step %d: output sent by %s, but the build is on %s"
              .formatted(chunk.build(), chunk.step(), slave, account.slave()));
    }
    return account.afterwards(chunk) <= account.limit() + SLACK
        ? Optional.empty()
        : Optional.of(
            "log of %s, step %d: output sent at %d goes beyond the build's limit of %d bytes"
                .formatted(chunk.build(), chunk.step(), chunk.offset(), account.limit()));
  }
}
