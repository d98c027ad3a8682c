package org.yardmaster.master.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.RequestId;

/// Waits until one request has ended, through lost lines and restarts of the master.
final class EndOfRequest implements MasterClient.Listener {
  private final CompletableFuture<FinishedRequest> end = new CompletableFuture<>();
  private final AtomicReference<Wanted> wanted = new AtomicReference<>();

  private record Wanted(RequestId request, Attached attached) {}

  /// Waits for the end of `request`, as long as it takes.
  FinishedRequest await(RequestId request, Attached attached) {
    wanted.set(new Wanted(request, attached));
    attached.follow();
    try {
      return end.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  @Override
  public void connection(Connection state) {
    if (state instanceof Connection.Refused refused) {
      end.completeExceptionally(
          new Failure(ExitCode.NO_MASTER, "master " + refused.master() + ": " + refused.reason()));
    }
  }

  /// It may have ended before this client began to follow, or while the line was down.
  @Override
  public void ready(FarmView view) {
    Wanted want = wanted.get();
    if (want != null && !view.requests().containsKey(want.request())) {
      var _ =
          want.attached().askLater(new Query.OneFinished(want.request())).thenAccept(this::told);
    }
  }

  private void told(Reply reply) {
    if (reply instanceof Reply.Requests found && !found.requests().isEmpty()) {
      end.complete(found.requests().getFirst());
    }
  }

  @Override
  public void changed(FarmView view, Changed batch) {
    for (FarmChange change : batch.changes()) {
      Wanted want = wanted.get();
      if (want != null
          && change instanceof FarmChange.RequestEnded(FinishedRequest ended)
          && ended.request().id().equals(want.request())) {
        end.complete(ended);
      }
    }
  }
}
