package org.yardmaster.master.consoles;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.protocol.link.LinkViolation;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.Timer;
import org.yardmaster.protocol.wire.WireLimits;
import org.yardmaster.protocol.wire.WireListener;
import org.yardmaster.protocol.wire.WireServer;

/// Where consoles and command lines come in. Rows go out as the twin follows the loop; commands go
/// to the loop and their answers come back when they are durable.
public final class ConsoleDoor implements AutoCloseable, Twin.Follower {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleDoor.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(15);
  private static final int PASSWORD_CHECKERS = 2;

  private final String farmName;
  private final String masterStart;
  private final Timer timer;
  private final Map<Peer<ConsoleFrame>, Visitor> visitors = new ConcurrentHashMap<>();
  private final ExecutorService checkers =
      Executors.newFixedThreadPool(
          PASSWORD_CHECKERS, Thread.ofPlatform().name("password-", 1).daemon().factory());
  private volatile String notice = "";
  private Optional<RecentChanges> recent = Optional.empty();
  private Optional<WireServer<ConsoleFrame>> server = Optional.empty();

  /// Closed still: it follows the twin from now on, and lets people in once it is opened.
  ///
  /// @param masterStart random for each master process: consoles resume within it only
  public ConsoleDoor(String farmName, String masterStart, Timer timer) {
    this.farmName = farmName;
    this.masterStart = masterStart;
    this.timer = timer;
  }

  /// Lets people in.
  ///
  /// @return where the door is
  /// @throws IOException if the address cannot be bound
  public InetSocketAddress open(
      InetSocketAddress address, SSLContext tls, Loop loop, Answers answers, TokenFile token)
      throws IOException {
    Entrance entrance = new Entrance(loop.twin(), token, checkers, timer);
    WireServer<ConsoleFrame> opened =
        WireServer.open(
            address,
            FrameCodec.CONSOLE,
            tls,
            WireLimits.door(),
            timer,
            new Visitors(loop, answers, entrance));
    server = Optional.of(opened);
    return opened.address();
  }

  @Override
  public void close() {
    server.ifPresent(WireServer::close);
    checkers.shutdown();
  }

  // What goes out to everybody.

  @Override
  public void followed(long batch, Instant at, List<Change> changes) {
    List<FarmChange> shown = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Shown(FarmChange row) -> shown.add(row);
        case Change.UserGone _, Change.UserKept _ ->
            visitors.values().forEach(visitor -> visitor.told(change));
        case Change _ -> {}
      }
    }
    recentSince(batch - 1).add(batch, shown);
    visitors.values().forEach(visitor -> visitor.feed().offer(batch, at, shown));
  }

  private RecentChanges recentSince(long batch) {
    if (recent.isEmpty()) {
      recent = Optional.of(new RecentChanges(batch));
    }
    return recent.get();
  }

  /// Shows everybody who is or will be attached a condition of the master; "" when it is over.
  public void notice(String text) {
    notice = text;
    visitors.values().stream()
        .filter(visitor -> visitor.person().isPresent())
        .forEach(visitor -> visitor.send(new ConsoleFrame.Notice(text)));
  }

  /// What happens on connections; called on I/O threads.
  private final class Visitors implements WireListener<ConsoleFrame> {
    private final Loop loop;
    private final Answers answers;
    private final Entrance entrance;

    Visitors(Loop loop, Answers answers, Entrance entrance) {
      this.loop = loop;
      this.answers = answers;
      this.entrance = entrance;
    }

    @Override
    public void opened(Peer<ConsoleFrame> peer) {
      visitors.put(
          peer,
          new Visitor(
              peer,
              timer,
              task ->
                  onTwin(
                      _ -> task.run(),
                      e -> peer.close("the master cannot tell what changes: " + e.getMessage()))));
    }

    private void onTwin(Consumer<Twin.View> task, Consumer<Throwable> failed) {
      loop.twin()
          .ask(view -> {
            task.accept(view);
            return true;
          })
          .exceptionally(e -> {
            failed.accept(e);
            return false;
          });
    }

    @Override
    public void received(Peer<ConsoleFrame> peer, ConsoleFrame frame) {
      Visitor visitor = visitors.get(peer);
      if (visitor == null || visitor.isExpelled()) {
        return;
      }
      visitor.heard();
      try {
        take(visitor, frame);
      } catch (LinkViolation e) {
        LOG.warn("console at {}: {}; connection closed", visitor.address(), e.getMessage());
        visitor.close(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void drained(Peer<ConsoleFrame> peer) {
      Optional.ofNullable(visitors.get(peer)).ifPresent(visitor -> visitor.feed().pump());
    }

    @Override
    public void closed(Peer<ConsoleFrame> peer, String reason) {
      Visitor visitor = visitors.remove(peer);
      if (visitor != null) {
        visitor.gone();
        visitor
            .person()
            .ifPresent(
                who -> LOG.debug("console of {} at {}: {}", who.name(), visitor.address(), reason));
      }
    }

    private void take(Visitor visitor, ConsoleFrame frame) {
      if (frame instanceof ConsoleFrame.Login login) {
        ask(visitor, login);
        return;
      }
      Event.Person person =
          visitor
              .person()
              .orElseThrow(() ->
                  new LinkViolation(
                      frame.getClass().getSimpleName() + " from one that has not logged in"));
      switch (frame) {
        case ConsoleFrame.Subscribe subscribe -> subscribe(visitor, subscribe);
        case ConsoleFrame.Do command -> carry(visitor, person, command);
        case ConsoleFrame.Ask(long id, var query) ->
            answers
                .to(query, visitor.role())
                .thenAccept(reply -> visitor.send(new ConsoleFrame.Told(id, reply)))
                .exceptionally(e -> {
                  LOG.warn("console at {}: reply not sent: {}", visitor.address(), e.getMessage());
                  return null;
                });
        case ConsoleFrame.Ping _ -> visitor.send(new ConsoleFrame.Pong());
        case ConsoleFrame.Pong _ -> {}
        case ConsoleFrame other ->
            throw new LinkViolation(other.getClass().getSimpleName() + " from a console");
      }
    }

    private void ask(Visitor visitor, ConsoleFrame.Login login) {
      if (!visitor.firstAsked()) {
        throw new LinkViolation("user " + login.user() + ": logged in twice on one connection");
      }
      entrance
          .judge(login, visitor.host())
          .thenCompose(verdict -> answer(visitor, login, verdict))
          .exceptionally(e -> {
            LOG.error("user {}: login could not be judged", login.user(), e);
            visitor.close("the master cannot let anybody in now");
            return null;
          });
    }

    /// Users are let in on the twin's thread, so that no change of them falls between what their
    /// password was checked against and what follows.
    private CompletableFuture<Entrance.Verdict> answer(
        Visitor visitor, ConsoleFrame.Login login, Entrance.Verdict verdict) {
      if (verdict.user().isEmpty()) {
        admit(visitor, login, verdict);
        return CompletableFuture.completedFuture(verdict);
      }
      return loop.twin()
          .ask(view -> {
            admit(visitor, login, verdict.asOf(view));
            return verdict;
          });
    }

    private void admit(Visitor visitor, ConsoleFrame.Login login, Entrance.Verdict verdict) {
      if (verdict.person().isEmpty()) {
        LOG.warn("console at {} refused: {}", visitor.address(), verdict.refusal());
        visitor.dismiss(verdict.refusal(), verdict.retryIn());
        return;
      }
      Event.Person person = verdict.person().get();
      visitor.settle(person, verdict.role(), verdict.user(), HEARTBEAT, DEAD_AFTER);
      visitor.send(
          new ConsoleFrame.LoggedIn(
              Math.min(login.version(), ConsoleFrame.VERSION),
              Sorted.set(List.of()),
              farmName,
              masterStart,
              person.name(),
              verdict.role(),
              timer.now(),
              HEARTBEAT,
              DEAD_AFTER));
      if (!notice.isEmpty()) {
        visitor.send(new ConsoleFrame.Notice(notice));
      }
    }

    private void subscribe(Visitor visitor, ConsoleFrame.Subscribe subscribe) {
      onTwin(view -> begin(visitor, subscribe, view), _ -> visitor.close("the master is stopping"));
    }

    /// On the twin's thread, so that no batch falls between what is told now and what follows.
    private void begin(Visitor visitor, ConsoleFrame.Subscribe subscribe, Twin.View view) {
      Optional<List<FarmChange>> missed =
          subscribe.since().isPresent() && subscribe.masterStart().equals(masterStart)
              ? recentSince(view.batch()).since(subscribe.since().getAsLong())
              : Optional.empty();
      if (missed.isPresent()) {
        visitor.feed().resume(missed.get(), view.batch(), timer.now());
      } else {
        visitor.feed().begin(rows(view.farm().snapshot()), view.batch(), timer.now());
      }
    }

    private void carry(Visitor visitor, Event.Person person, ConsoleFrame.Do asked) {
      visitor.commanded();
      loop.submit(
          new Event.Commanded(
              person.name() + "/" + asked.id(), person, asked.command(), Optional.empty()),
          Receipt.answering((batch, answer) ->
              visitor.answered(new ConsoleFrame.Done(asked.id(), batch, answer))),
          visitor,
          asked.first());
    }
  }

  private static List<FarmChange> rows(FarmSnapshot farm) {
    List<FarmChange> rows = new ArrayList<>();
    rows.add(new FarmChange.SettingsKept(farm.config().config().settings()));
    farm.builders().forEach(builder -> rows.add(new FarmChange.BuilderKept(builder)));
    farm.slaves().forEach(slave -> rows.add(new FarmChange.SlaveKept(slave)));
    farm.pauses().forEach(pause -> rows.add(new FarmChange.PauseKept(pause)));
    farm.requests().forEach(request -> rows.add(new FarmChange.RequestKept(request)));
    farm.builds().forEach(build -> rows.add(new FarmChange.BuildKept(build)));
    farm.schedules().forEach(schedule -> rows.add(new FarmChange.ScheduleKept(schedule)));
    farm.incidents().forEach(incident -> rows.add(new FarmChange.IncidentKept(incident)));
    return rows;
  }
}
