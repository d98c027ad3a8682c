package org.yardmaster.master.loop;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.Stamped;

/// A second farm on a thread of its own that folds the committed events after the loop: whatever is
/// only asked, shown or explained is taken from here and never holds up the loop. Both farms must
/// come to the same changes, which is compared batch by batch.
public final class Twin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Twin.class);

  /// Is told of every committed batch, on the twin's thread, in order.
  public interface Follower {
    /// What `batch` changed, one last change a row.
    void followed(long batch, Instant at, List<Change> changes);
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("twin").factory());

  /// Made on the twin's thread, before all else there: with a long queue that takes a second.
  private final Future<Farm> farm;

  private final Follower follower;
  private final Queue<Committed> ahead = new ConcurrentLinkedQueue<>();
  private final AtomicLong disagreements = new AtomicLong();
  private long batch;

  /// Begins with what the store had.
  public Twin(Store.Recovered recovered, Follower follower) {
    this.farm = thread.submit(() -> new Farm(recovered.farm(), recovered.at()));
    this.batch = recovered.batch();
    this.follower = follower;
  }

  /// What the twin knows at one moment: a farm that is only to be read, as of `batch`.
  public record View(Farm farm, long batch) {}

  /// A batch that is to be folded here too.
  private record Committed(Store.Batch batch, List<Stamped> events) {}

  /// Hands over what the loop has committed: whoever asks from now on is answered with it. Called
  /// by the loop, in order of the batches; each time it has [#catchUp] called soon.
  void follow(Store.Batch committed, List<Stamped> events) {
    ahead.add(new Committed(committed, events));
  }

  /// Has what was handed over folded, though nobody asks. Apart from [#follow], so that this thread
  /// takes no processor from those who carry a decision out.
  void catchUp() {
    thread.execute(this::foldWhatIsAhead);
  }

  private void foldWhatIsAhead() {
    for (Committed next = ahead.poll(); next != null; next = ahead.poll()) {
      fold(next.batch(), next.events());
    }
  }

  private void fold(Store.Batch committed, List<Stamped> events) {
    try {
      Turn turn = Turn.fold(farm.resultNow(), events);
      if (!turn.changes().equals(committed.changes())) {
        disagreements.incrementAndGet();
        LOG.error(
            "twin: batch {} changed other rows here than in the loop; explanations may be wrong"
                + " until the master is restarted",
            committed.number());
      }
    } catch (RuntimeException e) {
      disagreements.incrementAndGet();
      LOG.error("twin: batch {} cannot be folded", committed.number(), e);
    }
    batch = committed.number();
    try {
      follower.followed(batch, committed.at(), committed.changes());
    } catch (RuntimeException e) {
      LOG.error("twin: batch {} was not shown to all", batch, e);
    }
  }

  /// Answers from a farm that contains at least everything committed before this call.
  public <T> CompletableFuture<T> ask(Function<View, T> question) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            foldWhatIsAhead();
            return question.apply(new View(farm.resultNow(), batch));
          },
          thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("master: is stopping and answers no more", e));
    }
  }

  /// How many batches did not come to the same changes as in the loop; stays 0.
  public long disagreements() {
    return disagreements.get();
  }

  /// Folds what has been committed, then ends.
  @Override
  public void close() {
    thread.close();
  }
}
