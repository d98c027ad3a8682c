package org.yardmaster.master.consoles;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.master.store.History;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;

/// Answers questions: from the twin what is, from the store what was, from the disk what was
/// printed. Never from the loop.
public final class Answers {
  private static final int MOST_ROWS = 1_000;

  /// Reasons given for one request; a farm of thousands would give one for each slave.
  private static final int MOST_REASONS = 200;

  private static final Duration LOG_PATIENCE = Duration.ofSeconds(20);

  private final Twin twin;
  private final History history;
  private final BuildLogs logs;
  private final Executor readers;
  private final Reply.Joining joining;

  /// @param readers threads that may wait for the disk
  /// @param joining what new slaves need to find and trust this master
  public Answers(
      Twin twin, History history, BuildLogs logs, Executor readers, Reply.Joining joining) {
    this.twin = twin;
    this.history = history;
    this.logs = logs;
    this.readers = readers;
    this.joining = joining;
  }

  /// The reply; [Reply.Failed] where there can be none.
  CompletableFuture<Reply> to(Query query, Role role) {
    if (!role.covers(needed(query))) {
      return CompletableFuture.completedFuture(
          new Reply.Failed("this needs the role " + needed(query) + ", yours is " + role));
    }
    return ask(query)
        .exceptionally(e -> {
          Throwable cause = e.getCause() == null ? e : e.getCause();
          return new Reply.Failed(String.valueOf(cause.getMessage()));
        });
  }

  private static Role needed(Query query) {
    return switch (query) {
      case Query.Users _, Query.Join _, Query.Config _ -> Role.ADMIN;
      case Query _ -> Role.VIEWER;
    };
  }

  private CompletableFuture<Reply> ask(Query query) {
    return switch (query) {
      case Query.Explain(var requests) -> twin.ask(view -> explain(view, requests));
      case Query.Users _ -> twin.ask(Answers::users);
      case Query.Locks _ -> twin.ask(view -> new Reply.Locks(view.farm().locks()));
      case Query.Join _ -> CompletableFuture.completedFuture(joining);
      case Query.ReadLog q -> read(q);
      case Query.History q -> read(() -> history.requests(limited(q)));
      case Query.OneFinished q -> read(() -> history.request(q));
      case Query.Attempts q -> read(() -> history.attempts(q));
      case Query.BuildHistory q -> read(() -> history.builds(limited(q)));
      case Query.OneBuild q -> read(() -> history.build(q));
      case Query.Audit(int limit) -> read(() -> history.audit(new Query.Audit(rows(limit))));
      case Query.Config _ ->
          read(() ->
              history
                  .config()
                  .<Reply>map(config -> config)
                  .orElseGet(() -> new Reply.Failed("no configuration is in force yet")));
    };
  }

  private CompletableFuture<Reply> read(Supplier<Reply> reading) {
    return CompletableFuture.supplyAsync(reading, readers);
  }

  private static Reply explain(Twin.View view, List<RequestId> requests) {
    List<RequestId> some = requests.subList(0, Math.min(requests.size(), MOST_ROWS));
    return new Reply.Explained(view.farm().waitReasons(some, MOST_REASONS));
  }

  private static Reply users(Twin.View view) {
    TreeMap<String, Role> roles = new TreeMap<>();
    for (Change.User user : view.farm().users()) {
      roles.put(user.name(), user.role());
    }
    return new Reply.Users(roles);
  }

  private CompletableFuture<Reply> read(Query.ReadLog q) {
    return CompletableFuture.supplyAsync(() -> present(q), readers)
        .thenCompose(now ->
            q.follow() && now.bytes().length == 0 && !now.complete()
                ? logs.follow(q.build(), q.step(), q.offset(), q.max(), LOG_PATIENCE)
                : CompletableFuture.completedFuture(now))
        .thenApply(part -> part);
  }

  /// What there is. Where there is nothing, the build's result may say that there never will be.
  private Reply.LogPart present(Query.ReadLog q) {
    Reply.LogPart part = logs.read(q.build(), q.step(), q.offset(), q.max());
    return part.length() == 0 && !part.complete() && endedWithoutOutput(q)
        ? new Reply.LogPart(0, part.bytes(), 0, true)
        : part;
  }

  private boolean endedWithoutOutput(Query.ReadLog q) {
    return history.build(new Query.OneBuild(q.build())).builds().stream()
        .anyMatch(ended ->
            ended.result().steps().stream()
                .allMatch(step -> step.index() != q.step() || step.logBytes() == 0));
  }

  private static Query.History limited(Query.History q) {
    return new Query.History(q.builder(), q.outcome(), q.before(), rows(q.limit()));
  }

  private static Query.BuildHistory limited(Query.BuildHistory q) {
    return new Query.BuildHistory(q.builder(), q.slave(), q.before(), rows(q.limit()));
  }

  private static int rows(int limit) {
    return Math.clamp(limit, 1, MOST_ROWS);
  }
}
