package org.yardmaster.master.slaves;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Source;
import org.yardmaster.protocol.link.LinkViolation;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.FromSlave;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.Timer;
import org.yardmaster.protocol.wire.WireLimits;
import org.yardmaster.protocol.wire.WireListener;
import org.yardmaster.protocol.wire.WireServer;

/// Where slaves come in: turns their frames into events, and decisions into their messages. A slave
/// that breaks the rules costs its own connection.
public final class SlaveDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlaveDoor.class);

  private final Loop loop;
  private final Timer timer;
  private final Admission admission;
  private final LogIntake logs;
  private final BuildSecrets secrets;
  private final Map<Peer<SlaveFrame>, Guest> guests = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final Farewells farewells;
  private Optional<WireServer<SlaveFrame>> server = Optional.empty();

  /// Closed still: it carries out decisions from now on, and lets slaves in once it is opened.
  public SlaveDoor(Timer timer, Loop loop, LogIntake logs, BuildSecrets secrets) {
    this.loop = loop;
    this.timer = timer;
    this.admission = new Admission(loop.twin());
    this.logs = logs;
    this.secrets = secrets;
    this.sessions = new Sessions(loop, timer);
    this.farewells = new Farewells(timer, sessions, logs);
  }

  /// Lets slaves in.
  ///
  /// @return where the door is
  /// @throws IOException if the address cannot be bound
  public InetSocketAddress open(InetSocketAddress address, SSLContext tls) throws IOException {
    WireServer<SlaveFrame> opened =
        WireServer.open(address, FrameCodec.SLAVE, tls, WireLimits.door(), timer, new Visitors());
    server = Optional.of(opened);
    return opened.address();
  }

  @Override
  public void close() {
    server.ifPresent(WireServer::close);
  }

  /// What happens on connections; called on I/O threads.
  private final class Visitors implements WireListener<SlaveFrame> {
    @Override
    public void opened(Peer<SlaveFrame> peer) {
      guests.put(peer, new Guest(peer, timer));
    }

    @Override
    public void received(Peer<SlaveFrame> peer, SlaveFrame frame) {
      Guest guest = guests.get(peer);
      if (guest == null) {
        return;
      }
      guest.heard();
      try {
        take(guest, frame);
      } catch (LinkViolation e) {
        violated(guest, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void closed(Peer<SlaveFrame> peer, String reason) {
      Guest guest = guests.remove(peer);
      if (guest != null) {
        guest.gone();
        guest.session().ifPresent(session -> sessions.lost(session, guest, reason));
      }
    }
  }

  private static void violated(Guest guest, String why) {
    LOG.warn("slave at {}: {}; connection closed", guest.address(), why);
    guest.close(why);
  }

  private void take(Guest guest, SlaveFrame frame) {
    if (frame instanceof SlaveFrame.Attach attach) {
      ask(guest, attach);
      return;
    }
    SlaveSession session =
        guest
            .session()
            .orElseThrow(() ->
                new LinkViolation(
                    frame.getClass().getSimpleName() + " from one that has not attached"));
    switch (frame) {
      case SlaveFrame.Numbered(_, long number, SlaveMessage message) ->
          message(guest, session, number, message);
      case SlaveFrame.Acknowledged(long number) -> session.acknowledged(number);
      case SlaveFrame.Ping _ -> guest.send(new SlaveFrame.Pong());
      case SlaveFrame.Pong _ -> {}
      case SlaveFrame.LogChunk chunk ->
          logs.take(session.slave(), chunk, session::sendIfHeard, why -> violated(guest, why));
      case SlaveFrame.Attach _, SlaveFrame.Attached _, SlaveFrame.AttachRefused _, LogStored _ ->
          throw new LinkViolation(frame.getClass().getSimpleName() + " from a slave");
    }
  }

  // Coming in.

  private void ask(Guest guest, SlaveFrame.Attach attach) {
    if (!guest.firstAsked()) {
      throw new LinkViolation("slave " + attach.slave() + ": attached twice on one connection");
    }
    admission
        .judge(attach)
        .thenAccept(verdict -> {
          verdict.refusal().ifPresent(guest::refuse);
          verdict.slave().ifPresent(slave -> sessions.admit(guest, attach, slave.id()));
        })
        .exceptionally(e -> {
          LOG.error("slave {}: could not be judged", attach.slave(), e);
          guest.close("the master cannot let anybody in now");
          return null;
        });
  }

  // Messages.

  private void message(Guest guest, SlaveSession session, long number, SlaveMessage message) {
    if (!(message instanceof FromSlave said)) {
      throw new LinkViolation(message.getClass().getSimpleName() + " from a slave");
    }
    if (session.accept(number)) {
      loop.submit(event(guest, session, said), new Durable(guest, session, number, said), guest);
    }
  }

  private static Event event(Guest guest, SlaveSession session, FromSlave said) {
    boolean first = session.takeInventory();
    if (first != said instanceof SlaveMessage.Inventory) {
      throw new LinkViolation(
          first ? "a session must open with the inventory" : "a second inventory in one session");
    }
    return said instanceof SlaveMessage.Inventory inventory
        ? new Event.SlaveAttached(session.slave(), session.startId(), guest.address(), inventory)
        : new Event.SlaveSaid(session.slave(), session.startId(), said);
  }

  /// A message's way through the loop: acknowledged once it is durable; if it cannot be stored, the
  /// session ends, and the next one's inventory tells again what matters.
  private final class Durable implements Receipt {
    private final Guest guest;
    private final SlaveSession session;
    private final long number;
    private final FromSlave message;

    Durable(Guest guest, SlaveSession session, long number, FromSlave message) {
      this.guest = guest;
      this.session = session;
      this.number = number;
      this.message = message;
    }

    @Override
    public void committed(long batch) {
      session.processed(number);
      switch (message) {
        case SlaveMessage.BuildFinished(BuildId build, BuildResult result) ->
            finishLog(session.slave(), build, result);
        case SlaveMessage.BuildRefused refused -> logs.forget(session.slave(), refused.build());
        case SlaveMessage.Inventory inventory ->
            inventory
                .builds()
                .forEach(report -> {
                  if (report instanceof BuildReport.Ended(BuildId build, BuildResult result)) {
                    finishLog(session.slave(), build, result);
                  }
                });
        case FromSlave _ -> {}
      }
    }

    @Override
    public void refused(String why) {
      sessions.end(session, guest, why);
    }
  }

  private void finishLog(SlaveId slave, BuildId build, BuildResult result) {
    logs.finish(slave, build, result, stored -> sessions.with(slave, s -> s.sendIfHeard(stored)));
  }

  // Decisions; called on the loop's thread.

  /// Passes a decision on to the slave it is about; the others are not for slaves.
  public void carryOut(Decision decision) {
    switch (decision) {
      case Decision.StartBuild start -> start(start);
      case Decision.StopBuild(var slave, var build, var by, var reason) ->
          sessions.with(slave, s -> s.send(new SlaveMessage.StopBuild(build, by, reason)));
      case Decision.ConfirmBuild(var slave, var build) ->
          sessions.with(slave, s -> s.send(new SlaveMessage.BuildRecorded(build)));
      case Decision.CloseLog(var build) -> logs.close(build);
      case Decision.CloseOwedLogs(var slave) -> {
        if (sessions.forgetSilent(slave)) {
          logs.closeOwed(slave);
        }
      }
      case Decision.DetachSlave(var slave, var reason) ->
          sessions.with(slave, s -> sessions.detach(s, reason));
      case Decision.SeeOffSlave(var slave, var reason) -> farewells.seeOff(slave, reason);
      case Decision.StartStep(var slave, var build, var step) ->
          sessions.with(slave, s -> s.send(new SlaveMessage.StepMayStart(build, step)));
      case Decision.TellIncident _, Decision.AnswerCommand _ -> {}
    }
  }

  /// Only the process the build was meant for may have it: a later one does not, and its inventory
  /// says so.
  private void start(Decision.StartBuild start) {
    sessions.with(
        start.slave(),
        session -> {
          if (session.startId().equals(start.slaveStart())) {
            start(start, session);
          }
        });
  }

  private void start(Decision.StartBuild start, SlaveSession session) {
    BuildSecrets.Found found = secrets.of(start.order());
    if (found.problem().isEmpty()) {
      logs.expect(start.order().build(), start.slave(), start.order().logLimit());
      session.send(new SlaveMessage.StartBuild(start.order(), found.values()));
    } else {
      LOG.error("{}: {}", start.order().build(), found.problem().get());
      fail(start.order().build(), found.problem().get());
    }
  }

  private void fail(BuildId build, String why) {
    loop.submit(
        new Event.SecretsNotFound(build, why),
        Receipt.untilStored(timer, () -> fail(build, why), () -> {}),
        Source.unstoppable());
  }
}
