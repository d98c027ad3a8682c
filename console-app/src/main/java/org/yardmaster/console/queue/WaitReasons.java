package org.yardmaster.console.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.yardmaster.console.farm.Later;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// Asks the master why the rows in view wait: soon after other rows come into view, at most once a
/// second while the farm changes, and never twice at a time.
final class WaitReasons {
  private static final Duration AFTER_SCROLL = Duration.ofMillis(120);
  private static final Duration AFTER_CHANGE = Duration.ofSeconds(1);

  /// The most rows that are asked for at once.
  private static final int MOST = 200;

  private final FarmLink link;
  private final Executor fx;
  private final Later later;
  private final BiConsumer<RequestId, List<WaitReason>> tell;
  private List<RequestId> inView = List.of();
  private Optional<Later.Timer> planned = Optional.empty();
  private boolean asking;
  private boolean again;

  WaitReasons(
      FarmLink link, Executor fx, Later later, BiConsumer<RequestId, List<WaitReason>> tell) {
    this.link = link;
    this.fx = fx;
    this.later = later;
    this.tell = tell;
  }

  /// These rows are in view now.
  void inView(List<RequestId> ids) {
    List<RequestId> now = List.copyOf(ids.subList(0, Math.min(MOST, ids.size())));
    if (!now.equals(inView)) {
      inView = now;
      planned.ifPresent(Later.Timer::cancel);
      planned = Optional.of(later.after(AFTER_SCROLL, this::ask));
    }
  }

  /// The farm has changed, so reasons may have.
  void farmChanged() {
    if (planned.isEmpty() && !inView.isEmpty()) {
      planned = Optional.of(later.after(AFTER_CHANGE, this::ask));
    }
  }

  private void ask() {
    planned = Optional.empty();
    if (asking) {
      again = true;
      return;
    }
    if (inView.isEmpty()) {
      return;
    }
    asking = true;
    CompletableFuture<Void> _ =
        link.ask(new Query.Explain(inView))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(this::told, fx);
  }

  private void told(Reply reply) {
    asking = false;
    if (reply instanceof Reply.Explained(var reasons)) {
      for (Map.Entry<RequestId, List<WaitReason>> entry : reasons.entrySet()) {
        tell.accept(entry.getKey(), entry.getValue());
      }
    }
    if (again) {
      again = false;
      farmChanged();
    }
  }
}
