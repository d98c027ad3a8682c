package org.yardmaster.master.slaves;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
  private final Map<SlaveId, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  /// `sent` is where the output of each step ends so far; `ended` is whether the build has.
  private record Account(SlaveId slave, long limit, boolean ended, Map<Integer, Long> sent) {
    Account(SlaveId slave, long limit, boolean ended) {
      this(slave, limit, ended, new ConcurrentSkipListMap<>());
    }

    Account hasEnded() {
      return new Account(slave, limit, true, sent);
    }

    long afterwards(LogChunk chunk) {
      sent.merge(chunk.step(), chunk.offset() + chunk.bytes().length, Math::max);
      return sum();
    }

    long sum() {
      return sent.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// A build on this slave may have so many bytes of output.
  void expect(BuildId build, SlaveId slave, long limit) {
    accounts.putIfAbsent(build, new Account(slave, limit, false));
  }

  /// A build that ran on this slave has ended, and not all its output is here.
  void expectRest(BuildId build, SlaveId slave) {
    accounts.merge(build, new Account(slave, OF_ENDED, true), (known, _) -> known.hasEnded());
  }

  /// Whose output of a build is expected, if any is.
  Optional<SlaveId> owner(BuildId build) {
    return Optional.ofNullable(accounts.get(build)).map(Account::slave);
  }

  /// Whether a build of this slave, which has begun in this life, has had no output so far.
  boolean nothingCame(BuildId build, SlaveId slave) {
    Account account = accounts.get(build);
    return account != null
        && account.slave().equals(slave)
        && !account.ended()
        && account.sent().isEmpty();
  }

  /// No more than what came is to come.
  void forget(BuildId build) {
    Account account = accounts.remove(build);
    if (account != null) {
      tellIfNone(account.slave());
    }
  }

  /// The builds of a slave of which output is expected.
  List<BuildId> of(SlaveId slave) {
    return accounts.entrySet().stream()
        .filter(entry -> entry.getValue().slave().equals(slave))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Those of them that have ended.
  List<BuildId> owedBy(SlaveId slave) {
    return of(slave).stream()
        .filter(
            build -> Optional.ofNullable(accounts.get(build)).filter(Account::ended).isPresent())
        .toList();
  }

  /// Completed as soon as no output of this slave is expected.
  CompletableFuture<Void> whenNone(SlaveId slave) {
    CompletableFuture<Void> none = waiting.computeIfAbsent(slave, _ -> new CompletableFuture<>());
    tellIfNone(slave);
    return none;
  }

  private void tellIfNone(SlaveId slave) {
    if (waiting.containsKey(slave) && of(slave).isEmpty()) {
      Optional.ofNullable(waiting.remove(slave)).ifPresent(none -> none.complete(null));
    }
  }

  /// How much output of what is expected of a slave has come: another number if more has come
  /// meanwhile, or less is expected.
  long sent(SlaveId slave) {
    return accounts.values().stream()
        .filter(account -> account.slave().equals(slave))
        .mapToLong(Account::sum)
        .sum();
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
