package org.yardmaster.master.slaves;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.SlaveId;

/// Knows which slave may send output of each build that is not whole yet and how much, and what has
/// been sent in this life of the master. A slave keeps the limit itself; one that goes well beyond
/// it breaks the rules. Safe for any thread; the chunks of one build come on one thread.
final class LogLimits {
  /// Each step may tell how much of its output was dropped.
  private static final long SLACK = 1 << 20;

  /// For builds that have ended: their own limits are not known any more.
  private static final long OF_ENDED = 1 << 30;

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

  /// A build that ran on this slave has ended, and not all its output is here.
  void expectRest(BuildId build, SlaveId slave) {
    expect(build, slave, OF_ENDED);
  }

  /// Whose output of a build is expected, if any is.
  Optional<SlaveId> owner(BuildId build) {
    return Optional.ofNullable(accounts.get(build)).map(Account::slave);
  }

  /// No more than what came is to come.
  void forget(BuildId build) {
    accounts.remove(build);
  }

  /// Counts a chunk of a build's own slave; tells what is wrong if it is too much.
  Optional<String> problem(LogChunk chunk) {
    Account account = accounts.get(chunk.build());
    return account == null || account.afterwards(chunk) <= account.limit() + SLACK
        ? Optional.empty()
        : Optional.of(
            "log of %s, step %d: output sent at %d goes beyond the build's limit of %d bytes"
                .formatted(chunk.build(), chunk.step(), chunk.offset(), account.limit()));
  }
}
