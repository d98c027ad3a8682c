package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.ConsoleFrame.LoggedIn;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.UnknownFarm;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// Logged in at a master, for as long as one command of this program needs it. Its methods wait for
/// the master and throw [Failure] where it refuses or cannot be heard.
final class Attached implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MasterClient.Target target;

  /// What comes after the end is dropped.
  private final ExecutorService owner =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("master-client").daemon(true).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final SystemTimer timer = new SystemTimer("master-client-timer");
  private final WireClient<ConsoleFrame> wire;
  private final MasterClient client;
  private final CompletableFuture<FarmRows> rows = new CompletableFuture<>();
  private final CompletableFuture<LoggedIn> login = new CompletableFuture<>();

  /// What the master last said of itself: why it decides nothing now.
  private volatile Optional<String> notice = Optional.empty();

  private Attached(
      MasterClient.Target target,
      MasterClient.Persistence persistence,
      MasterClient.Listener listener) {
    this.target = target;
    wire = new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
    client =
        new MasterClient(
            target,
            persistence,
            wire,
            timer,
            () -> ThreadLocalRandom.current().nextDouble(),
            owner,
            new Ears(listener));
  }

  /// Logs in for a command that is over at once: a lost line is a failure.
  ///
  /// @throws UnknownFarm if the master shows another farm's certificate than that of `target`
  static Attached once(MasterClient.Target target) throws UnknownFarm {
    return attach(target, MasterClient.Persistence.ONCE, _ -> {});
  }

  /// Logs in to stay: a line that is lost later comes back by itself. `listener` is called on one
  /// thread of its own, and must not block it waiting for the master.
  ///
  /// @throws UnknownFarm if the master shows another farm's certificate than that of `target`
  static Attached staying(MasterClient.Target target, MasterClient.Listener listener)
      throws UnknownFarm {
    return attach(target, MasterClient.Persistence.COME_BACK, listener);
  }

  private static Attached attach(
      MasterClient.Target target,
      MasterClient.Persistence persistence,
      MasterClient.Listener listener)
      throws UnknownFarm {
    Attached attached = new Attached(target, persistence, listener);
    try {
      var _ = attached.client.start().whenComplete(attached::loginEnded);
      attached.welcome();
      return attached;
    } catch (UnknownFarmFailure e) {
      attached.close();
      throw e.unknown;
    } catch (RuntimeException e) {
      attached.close();
      throw e;
    }
  }

  private void loginEnded(LoggedIn welcome, Throwable failure) {
    if (failure == null) {
      login.complete(welcome);
    } else {
      login.completeExceptionally(failure);
    }
  }

  /// What the master said to the login.
  LoggedIn welcome() {
    return wait(login);
  }

  /// Throws unless this user may do what needs `role`.
  void need(Role role) {
    LoggedIn welcome = welcome();
    if (!welcome.role().covers(role)) {
      throw new Failure(
          ExitCode.FORBIDDEN,
          "user " + welcome.user() + ": is " + welcome.role() + ", this needs " + role);
    }
  }

  /// The time by the master's clock.
  Instant now() {
    return client.masterNow();
  }

  /// Has a command carried out.
  Answer.Accepted command(Command command) {
    return accepted(client.command(command));
  }

  /// Has a command carried out, once for ever under this id.
  Answer.Accepted command(String id, Command command) {
    return accepted(client.command(id, command));
  }

  private Answer.Accepted accepted(CompletableFuture<Answer> answer) {
    return switch (outcome(answer)) {
      case Answer.Accepted accepted -> accepted;
      case Answer.Refused(Answer.Code code, String text) ->
          throw new Failure(ExitCode.of(code), text);
    };
  }

  /// What was sent to a master that does not answer may be carried out later: who repeats it under
  /// another id has it twice.
  private Answer outcome(CompletableFuture<Answer> answer) {
    try {
      return wait(answer);
    } catch (Failure e) {
      if (answer.isDone()) {
        throw e;
      }
      throw new Failure(
          e.code(),
          e.getMessage()
              + notice.map(why -> " (" + why + ")").orElse("")
              + "; it may still do what was asked: look before you repeat that");
    }
  }

  /// Asks the master for a reply of this kind.
  <R extends Reply> R ask(Query query, Class<R> kind) {
    Reply reply = wait(client.ask(query));
    if (reply instanceof Reply.Failed(String text)) {
      throw new Failure(ExitCode.REFUSED, text);
    }
    return kind.cast(reply);
  }

  /// Asks without waiting; the future is completed on the listener's thread.
  CompletableFuture<Reply> askLater(Query query) {
    return client.ask(query);
  }

  /// Begins to tell the listener of the farm.
  void follow() {
    client.follow();
  }

  /// The farm as it is now.
  FarmRows rows() {
    client.follow();
    return wait(rows);
  }

  private <T> T wait(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw new Failure(
          ExitCode.NO_MASTER,
          "master " + target.master() + ": no answer within " + Words.span(PATIENCE));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.NO_MASTER, "interrupted while waiting for the master");
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return UnknownFarm.in(e)
        .<RuntimeException>map(UnknownFarmFailure::new)
        .orElseGet(() ->
            new Failure(
                ExitCode.NO_MASTER,
                e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage())));
  }

  /// Logs off.
  @Override
  public void close() {
    client.close();
    owner.close();
    wire.close();
    timer.close();
  }

  /// Carries [UnknownFarm] through methods that know only failures of a command.
  private static final class UnknownFarmFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UnknownFarm unknown;

    UnknownFarmFailure(UnknownFarm unknown) {
      super(unknown);
      this.unknown = unknown;
    }
  }

  /// Hears what this class itself wants to know, then passes it on. A loss before the first login
  /// ends a client that would come back: the person should hear of it now.
  private final class Ears implements MasterClient.Listener {
    private final MasterClient.Listener next;

    Ears(MasterClient.Listener next) {
      this.next = next;
    }

    @Override
    public void connection(Connection state) {
      if (state instanceof Connection.Lost lost) {
        login.completeExceptionally(
            new Failure(ExitCode.NO_MASTER, "master " + lost.master() + ": " + lost.reason()));
      }
      if (state instanceof Connection.Refused refused) {
        rows.completeExceptionally(
            new Failure(
                ExitCode.NO_MASTER, "master " + refused.master() + ": " + refused.reason()));
      }
      next.connection(state);
    }

    @Override
    public void snapshotBegins(FarmView view, int total) {
      next.snapshotBegins(view, total);
    }

    @Override
    public void snapshotRows(FarmView view, List<FarmChange> some, int have, int total) {
      next.snapshotRows(view, some, have, total);
    }

    @Override
    public void ready(FarmView view) {
      if (!rows.isDone()) {
        rows.complete(FarmRows.of(view, now(), notice));
      }
      next.ready(view);
    }

    @Override
    public void changed(FarmView view, Changed batch) {
      next.changed(view, batch);
    }

    @Override
    public void notice(String text) {
      notice = Optional.of(text).filter(why -> !why.isEmpty());
      next.notice(text);
    }
  }
}
