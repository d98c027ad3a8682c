package org.yardmaster.master.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.FinishedRequest;

/// Follows the farm as a console does: waits for what its rows come to, and hears of ended
/// requests.
final class Onlooker implements MasterClient.Listener {
  private static final int PATIENCE_SECONDS = 300;

  private volatile Consumer<FinishedRequest> ends = _ -> {};
  private FarmView view = new FarmView();
  private boolean ready;

  /// Who hears of requests that end, on the desk's thread.
  void onEnd(Consumer<FinishedRequest> hearer) {
    ends = hearer;
  }

  /// Waits until the farm's rows are as wished.
  synchronized void await(String what, Predicate<FarmView> wish) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!ready || !wish.test(view)) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(
            "not come about: %s; %d requests, %d builds"
                .formatted(what, view.requests().size(), view.builds().size()));
      }
      wait(left);
    }
  }

  @Override
  public void connection(Connection state) {}

  @Override
  public void snapshotBegins(FarmView of, int total) {
    see(of, false);
  }

  @Override
  public void ready(FarmView of) {
    see(of, true);
  }

  @Override
  public void changed(FarmView of, Changed batch) {
    for (FarmChange change : batch.changes()) {
      if (change instanceof FarmChange.RequestEnded(FinishedRequest ended)) {
        ends.accept(ended);
      }
    }
    see(of, ready);
  }

  private synchronized void see(FarmView of, boolean isReady) {
    view = of;
    ready = isReady;
    notifyAll();
  }
}
