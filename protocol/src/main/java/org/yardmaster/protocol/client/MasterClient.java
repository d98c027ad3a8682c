package org.yardmaster.protocol.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.link.Backoff;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.ConsoleFrame.Ask;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.ConsoleFrame.Do;
import org.yardmaster.protocol.message.ConsoleFrame.Done;
import org.yardmaster.protocol.message.ConsoleFrame.LoggedIn;
import org.yardmaster.protocol.message.ConsoleFrame.Login;
import org.yardmaster.protocol.message.ConsoleFrame.LoginRefused;
import org.yardmaster.protocol.message.ConsoleFrame.Notice;
import org.yardmaster.protocol.message.ConsoleFrame.Ping;
import org.yardmaster.protocol.message.ConsoleFrame.Pong;
import org.yardmaster.protocol.message.ConsoleFrame.SnapshotChunk;
import org.yardmaster.protocol.message.ConsoleFrame.Subscribe;
import org.yardmaster.protocol.message.ConsoleFrame.Told;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.MalformedFrame;
import org.yardmaster.protocol.wire.Timer;
import org.yardmaster.protocol.wire.Tls;
import org.yardmaster.protocol.wire.Together;
import org.yardmaster.protocol.wire.UnknownFarm;
import org.yardmaster.protocol.wire.WireClient;

/// One user's attachment to one master: logs in, comes back by itself after a loss, follows the
/// farm, carries commands and questions.
///
/// Its methods may be called on any thread. All of its state belongs to one thread, the *owner*
/// (given as an executor that runs one task at a time, in order): there the listener is called,
/// futures are completed, and the [FarmView] may be read.
public final class MasterClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MasterClient.class);

  /// A connection that held this long was a success: the next loss is met with a short wait again.
  private static final Duration HELD = Duration.ofSeconds(10);

  /// Where the master is, by what it is known, and who logs in.
  ///
  /// @param farm empty to be refused by this side, with the fingerprint that the master shows
  /// @param credential the password, or with `token` the content of the token file; asked for at
  ///   each login, because the token is new at each start of the master
  public record Target(
      HostPort master,
      Optional<Fingerprint> farm,
      String user,
      Supplier<String> credential,
      boolean token) {

    /// With a credential that stays the same.
    public Target(
        HostPort master,
        Optional<Fingerprint> farm,
        String user,
        String credential,
        boolean token) {
      this(master, farm, user, () -> credential, token);
    }

    /// Without the credential: it must not reach a log.
    @Override
    public String toString() {
      return "Target[master="
          + master
          + ", farm="
          + farm
          + ", user="
          + user
          + ", token="
          + token
          + "]";
    }
  }

  /// What to do about a loss.
  public enum Persistence {
    /// Come back by itself until closed or refused.
    COME_BACK,
    /// The first failure or loss ends it: for a command line that would rather say so.
    ONCE
  }

  /// Hears of the connection and the farm, on the owner.
  public interface Listener {

    /// The connection is in another state.
    void connection(Connection state);

    /// A snapshot begins: all rows are forgotten, this many will come.
    default void snapshotBegins(FarmView view, int total) {}

    /// Rows of the snapshot have come, and are in the view.
    default void snapshotRows(FarmView view, List<FarmChange> rows, int have, int total) {}

    /// The view is whole and up to date: after a snapshot, or after a loss that changes alone could
    /// bridge.
    default void ready(FarmView view) {}

    /// A batch has been applied to the view.
    default void changed(FarmView view, Changed batch) {}

    /// A condition of the master that everybody must see; "" when it is over.
    default void notice(String text) {}

    /// How long a ping just took.
    default void roundTrip(Duration time) {}
  }

  private final Target target;
  private final Persistence persistence;
  private final WireClient<ConsoleFrame> client;
  private final Timer timer;
  private final DoubleSupplier random;
  private final Executor owner;
  private final Listener listener;
  private final Backoff backoff = Backoff.standard();
  private final Follower follower;
  private final Unanswered unanswered = new Unanswered();
  private final CompletableFuture<LoggedIn> firstLogin = new CompletableFuture<>();

  private Optional<ConsoleLine> line = Optional.empty();
  private Connection state = new Connection.Closed();
  private Optional<Instant> lostSince = Optional.empty();
  private Timer.Alarm retry = () -> {};
  private boolean following;
  private boolean closed;
  private volatile Duration masterAhead = Duration.ZERO;

  /// @param client carries the connections; shared by any number of these, closed by its maker
  /// @param random gives numbers from 0 to 1, for the jitter of waits
  /// @param owner runs one task at a time, in order
  public MasterClient(
      Target target,
      Persistence persistence,
      WireClient<ConsoleFrame> client,
      Timer timer,
      DoubleSupplier random,
      Executor owner,
      Listener listener) {
    this.target = target;
    this.persistence = persistence;
    this.client = client;
    this.timer = timer;
    this.random = random;
    this.owner = owner;
    this.listener = listener;
    this.follower = new Follower(listener);
  }

  /// Begins to connect.
  ///
  /// @return the first login; fails with [NotConnected], or [UnknownFarm], when this client gives
  ///   up before one
  public CompletableFuture<LoggedIn> start() {
    post(this::connect);
    return firstLogin.copy();
  }

  /// Follows the farm from now on: a snapshot, then all changes.
  public void follow() {
    post(() -> {
      if (!following) {
        following = true;
        standing().ifPresent(l -> l.send(follower.subscription()));
      }
    });
  }

  /// Tries again now, after a refusal or instead of waiting.
  public void retryNow() {
    post(() -> {
      if (line.isEmpty()) {
        retry.cancel();
        connect();
      }
    });
  }

  /// Has a command carried out, under a new id.
  public CompletableFuture<Answer> command(Command command) {
    return command(CommandId.next(), command, true);
  }

  /// Has a command carried out. It is sent again after every loss until it is answered, and acts
  /// once. The future fails only when this client gives up: then it is unknown whether the command
  /// acted.
  ///
  /// @param id unique for ever; the same id gets the same answer for a day
  public CompletableFuture<Answer> command(String id, Command command) {
    return command(id, command, false);
  }

  private CompletableFuture<Answer> command(String id, Command command, boolean first) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    post(() -> {
      if (gaveUp()) {
        answer.completeExceptionally(new NotConnected(whyNot()));
        return;
      }
      unanswered.command(id, command, answer);
      Together.send(() -> standing().ifPresent(l -> send(l, new Do(id, command, first))));
    });
    return answer;
  }

  /// Asks the master. Fails with [NotConnected] when there is no connection, or it is lost before
  /// the reply.
  public CompletableFuture<Reply> ask(Query query) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    post(() -> {
      standing()
          .ifPresentOrElse(
              l -> Together.send(() -> l.send(unanswered.question(query, reply))),
              () -> reply.completeExceptionally(new NotConnected(whyNot())));
    });
    return reply;
  }

  /// The time by the master's clock, as far as it is known: durations that people see are counted
  /// by it.
  public Instant masterNow() {
    return timer.now().plus(masterAhead);
  }

  /// Logs off for good. What was asked and not answered fails.
  @Override
  public void close() {
    post(() -> {
      if (!closed) {
        closed = true;
        retry.cancel();
        dropLine("this client closes its connection");
        become(new Connection.Closed());
        giveUp(new NotConnected("master " + target.master() + ": closed by this side"));
      }
    });
  }

  /// Over to the owner. One that has ended has no use for this client any more.
  private void post(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException _) {
      LOG.debug("master {}: the owner's executor has ended", target.master());
    }
  }

  private boolean gaveUp() {
    return closed || state instanceof Connection.Refused;
  }

  private String whyNot() {
    String master = "master " + target.master() + ": ";
    return switch (state) {
      case Connection.Refused refused -> master + refused.reason();
      case Connection.Lost lost -> master + "not connected: " + lost.reason();
      case Connection.Closed _ -> master + "closed by this side";
      case Connection.Connecting _, Connection.Connected _ -> master + "not connected yet";
    };
  }

  private void become(Connection next) {
    state = next;
    listener.connection(next);
  }

  private void connect() {
    if (closed || line.isPresent()) {
      return;
    }
    ConsoleLine attempt = new ConsoleLine(timer, onLine());
    line = Optional.of(attempt);
    become(new Connection.Connecting(target.master()));
    // The resolver blocks.
    Thread.ofVirtual()
        .name("master-client-connect")
        .start(() ->
            client.connect(
                target.master().resolve(),
                target.farm().map(Tls::client).orElseGet(Tls::asking),
                attempt,
                cause -> post(() -> failed(attempt, cause))));
  }

  /// The line on which this user is logged in.
  private Optional<ConsoleLine> standing() {
    return line.filter(ConsoleLine::standing);
  }

  /// A command that no frame can carry is refused here.
  private void send(ConsoleLine to, Do command) {
    try {
      to.send(command);
    } catch (MalformedFrame e) {
      String why = String.valueOf(e.getMessage());
      unanswered.answered(command.id(), new Answer.Refused(Answer.Code.INVALID, why));
    }
  }

  /// What lines tell goes over to the owner.
  private ConsoleLine.Events onLine() {
    return new ConsoleLine.Events() {
      @Override
      public void opened(ConsoleLine which) {
        post(() -> login(which));
      }

      @Override
      public void received(ConsoleLine which, ConsoleFrame frame) {
        post(() -> take(which, frame));
      }

      @Override
      public void roundTrip(Duration time) {
        post(() -> listener.roundTrip(time));
      }

      @Override
      public void lost(ConsoleLine which, String reason) {
        post(() -> MasterClient.this.lost(which, reason));
      }
    };
  }

  private boolean isCurrent(ConsoleLine which) {
    return line.isPresent() && line.get() == which;
  }

  private void failed(ConsoleLine attempt, Throwable cause) {
    if (!isCurrent(attempt)) {
      return;
    }
    Optional<UnknownFarm> unknown = UnknownFarm.in(cause);
    if (unknown.isPresent()) {
      line = Optional.empty();
      refuse(
          String.valueOf(unknown.get().getMessage()),
          Optional.of(unknown.get().presented()),
          Duration.ZERO,
          unknown.get());
    } else {
      lost(attempt, words(cause));
    }
  }

  private static String words(Throwable cause) {
    return switch (cause) {
      case java.net.UnknownHostException e -> "unknown host " + e.getMessage();
      case java.net.ConnectException _ -> "nobody listens there";
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> cause.toString();
    };
  }

  private void refuse(
      String reason, Optional<Fingerprint> presented, Duration retryIn, Exception cause) {
    become(new Connection.Refused(target.master(), reason, presented, retryIn));
    giveUp(cause);
  }

  private void giveUp(Exception cause) {
    firstLogin.completeExceptionally(cause);
    unanswered.fail(cause);
  }

  private void dropLine(String reason) {
    Optional<ConsoleLine> last = line;
    line = Optional.empty();
    last.ifPresent(l -> l.end(reason));
  }

  private void lost(ConsoleLine which, String reason) {
    if (!isCurrent(which)) {
      return;
    }
    dropLine(reason);
    NotConnected cause = new NotConnected("master " + target.master() + ": line lost: " + reason);
    if (persistence == Persistence.ONCE) {
      refuse(reason, Optional.empty(), Duration.ZERO, cause);
      return;
    }
    Instant now = timer.now();
    if (which.stoodAt().filter(at -> !at.plus(HELD).isAfter(now)).isPresent()) {
      backoff.succeeded();
    }
    comeBack(reason, backoff.next(random.getAsDouble()), cause);
  }

  private void comeBack(String reason, Duration wait, NotConnected cause) {
    Instant now = timer.now();
    lostSince = Optional.of(lostSince.orElse(now));
    retry = timer.after(wait, () -> post(this::connect));
    become(new Connection.Lost(target.master(), lostSince.get(), reason, now.plus(wait)));
    unanswered.failQuestions(cause);
  }

  private void login(ConsoleLine which) {
    if (isCurrent(which)) {
      which.send(
          new Login(
              ConsoleFrame.VERSION,
              Sorted.set(List.of()),
              target.user(),
              target.credential().get(),
              target.token()));
    }
  }

  private void take(ConsoleLine which, ConsoleFrame frame) {
    if (!isCurrent(which)) {
      return;
    }
    switch (frame) {
      case LoggedIn welcome -> loggedIn(which, welcome);
      case LoginRefused refused -> refused(refused);
      case SnapshotChunk chunk -> follower.snapshot(chunk);
      case Changed changed -> follower.changed(changed);
      case Done done -> unanswered.answered(done.id(), done.answer());
      case Told told -> unanswered.told(told);
      case Notice notice -> listener.notice(notice.text());
      case Login _, Subscribe _, Do _, Ask _, Ping _, Pong _ -> {
        LOG.warn("master {}: unexpected {}; closing", target.master(), frame.getClass());
        lost(which, "the master sent something a client would send");
      }
    }
  }

  /// Who was in before and is only asked to wait comes back by itself.
  private void refused(LoginRefused refused) {
    dropLine("login refused");
    NotConnected cause = new NotConnected("master " + target.master() + ": " + refused.message());
    boolean wasIn = firstLogin.isDone() && !firstLogin.isCompletedExceptionally();
    if (wasIn && refused.retryIn().isPositive() && persistence == Persistence.COME_BACK) {
      Duration jitter = backoff.next(random.getAsDouble());
      comeBack(refused.message(), refused.retryIn().plus(jitter), cause);
    } else {
      refuse(refused.message(), Optional.empty(), refused.retryIn(), cause);
    }
  }

  private void loggedIn(ConsoleLine which, LoggedIn welcome) {
    masterAhead = Duration.between(timer.now(), welcome.now());
    lostSince = Optional.empty();
    which.stands(welcome.heartbeat(), welcome.deadAfter());
    which.measure();
    follower.masterIs(welcome.masterStart());
    become(new Connection.Connected(target.master(), welcome));
    firstLogin.complete(welcome);
    if (following) {
      which.send(follower.subscription());
    }
    unanswered.commands().forEach(command -> send(which, command));
  }
}
