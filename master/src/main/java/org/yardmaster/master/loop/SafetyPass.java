package org.yardmaster.master.loop;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Missed;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.wire.Timer;

/// Goes through the whole queue now and then, in small parts on the twin's thread, and counts the
/// requests that should have been started. It starts nothing: its counter stays 0 unless the farm's
/// own bookkeeping is wrong. Safe for any thread.
public final class SafetyPass implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SafetyPass.class);
  private static final Duration BETWEEN_PASSES = Duration.ofMinutes(5);
  private static final Duration BETWEEN_PARTS = Duration.ofMillis(20);

  /// Requests of a part: around a millisecond, where thousands of slaves are free a few.
  private static final int PART = 100;

  /// As many names as are remembered, so as to tell and count each once.
  private static final int MOST_NAMES = 10_000;

  /// Looks at some requests after the given one.
  private final Function<RequestId, CompletableFuture<Missed>> look;

  private final Timer timer;
  private final Set<RequestId> told = new LinkedHashSet<>();
  private long passes;
  private long looked;
  private long missed;
  private boolean closed;

  /// Passes over the farm of this twin; the first one begins after five minutes.
  public static SafetyPass over(Twin twin, Timer timer) {
    SafetyPass pass =
        new SafetyPass(last -> twin.ask(view -> view.farm().missed(last, PART)), timer);
    pass.later();
    return pass;
  }

  SafetyPass(Function<RequestId, CompletableFuture<Missed>> look, Timer timer) {
    this.look = look;
    this.timer = timer;
  }

  /// How often what was found.
  ///
  /// @param passes over the whole queue
  /// @param looked requests looked at, the same one once in each pass
  /// @param missed requests that should have been started and were not; stays 0
  public record Counts(long passes, long looked, long missed) {}

  /// What was found up to now.
  public synchronized Counts counts() {
    return new Counts(passes, looked, missed);
  }

  private synchronized void later() {
    if (!closed) {
      timer.after(
          BETWEEN_PASSES,
          () -> {
            var _ = pass().whenComplete((_, _) -> later());
          });
    }
  }

  /// Goes through the queue once, from now on.
  public CompletableFuture<Counts> pass() {
    CompletableFuture<Counts> done = new CompletableFuture<>();
    part(new RequestId(0), done);
    return done;
  }

  private void part(RequestId last, CompletableFuture<Counts> done) {
    var _ =
        look.apply(last)
            .whenComplete((found, failure) -> {
              if (failure != null) {
                failed(failure, done);
              } else {
                count(found);
                goOn(found, done);
              }
            });
  }

  private synchronized void failed(Throwable failure, CompletableFuture<Counts> done) {
    if (!closed) {
      LOG.error("safety pass: failed; tried again in {} min", BETWEEN_PASSES.toMinutes(), failure);
    }
    done.completeExceptionally(failure);
  }

  private void goOn(Missed found, CompletableFuture<Counts> done) {
    if (found.last().isPresent()) {
      timer.after(BETWEEN_PARTS, () -> part(found.last().get(), done));
    } else {
      done.complete(ended());
    }
  }

  private synchronized Counts ended() {
    passes++;
    return counts();
  }

  private synchronized void count(Missed found) {
    looked += found.looked();
    for (RequestId request : found.requests()) {
      if (told.size() < MOST_NAMES && told.add(request)) {
        missed++;
        LOG.error(
            "safety pass: {} could start and has not; {} missed until now. Any event may start it;"
                + " a restart of the master does",
            request,
            missed);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    LOG.info(
        "safety pass: {} passes looked at {} requests; {} had been missed", passes, looked, missed);
  }
}
