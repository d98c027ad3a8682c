package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.protocol.link.Heartbeat;
import org.yardmaster.protocol.link.Inbox;
import org.yardmaster.protocol.link.Outbox;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// Where slaves attach: link sessions become events, decisions become messages. Imitates the rim of
/// the master around the production link.
final class SlaveDoors {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /// After so much silence no line stands, whatever the master's clock did.
  private static final Duration FOUND_DEAD = World.DEAD_AFTER.plus(LOOK.multipliedBy(2));

  private static final Duration RESUMABLE = Duration.ofMinutes(2);
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(1);

  private final MasterProcess master;
  private final World world;
  private final TreeMap<SlaveId, Session> sessions = new TreeMap<>();
  private final List<Connection> connections = new java.util.ArrayList<>();
  private long begunSessions;

  /// One slave process and the messages to and from it.
  private static final class Session {
    final String name;
    final SlaveId slave;
    final String startId;
    final String address;
    final Outbox<SlaveMessage.ToSlave> outbox = new Outbox<>();
    final Inbox inbox = new Inbox();
    @Nullable Connection connection;
    Instant heardAt;

    Session(String name, SlaveId slave, String startId, String address, Instant now) {
      this.name = name;
      this.slave = slave;
      this.startId = startId;
      this.address = address;
      this.heardAt = now;
    }

    /// Whether the farm has been told of it.
    boolean begun() {
      return inbox.received() > 0;
    }
  }

  SlaveDoors(MasterProcess master, World world) {
    this.master = master;
    this.world = world;
  }

  Line accept(SlaveProcess slave) {
    Connection connection = new Connection(slave.startId);
    Line line = new Line(world.agenda, world.chance, slave, connection);
    connection.line = line;
    connections.add(connection);
    return line;
  }

  void die() {
    List.copyOf(connections).forEach(Connection::end);
  }

  /// Looks at all lines from time to time.
  void look() {
    if (master.dead()) {
      return;
    }
    List.copyOf(connections).forEach(Connection::look);
    world.agenda.after(LOOK, this::look);
  }

  void carryOut(Decision decision) {
    switch (decision) {
      case Decision.StartBuild d -> {
        Session session = sessions.get(d.slave());
        if (session != null && session.startId.equals(d.slaveStart())) {
          send(d.slave(), new SlaveMessage.StartBuild(d.order(), new TreeMap<>()));
        }
      }
      case Decision.StopBuild d ->
          send(d.slave(), new SlaveMessage.StopBuild(d.build(), d.by(), d.reason()));
      case Decision.ConfirmBuild d -> send(d.slave(), new SlaveMessage.BuildRecorded(d.build()));
      case Decision.DetachSlave d ->
          Optional.ofNullable(sessions.get(d.slave())).ifPresent(s -> drop(s, d.reason()));
      case Decision.CloseOwedLogs d ->
          Optional.ofNullable(sessions.get(d.slave()))
              .filter(s -> s.connection == null)
              .ifPresent(s -> drop(s, "down"));
      case Decision.SeeOffSlave d ->
          Optional.ofNullable(sessions.get(d.slave())).ifPresent(s -> drop(s, d.reason()));
      case Decision.StartStep d ->
          send(d.slave(), new SlaveMessage.StepMayStart(d.build(), d.step()));
      case Decision.TellIncident d -> world.tell(d.incident());
      case Decision.CloseLog _ -> {}
      case Decision.AnswerCommand _ -> throw new AssertionError("no slave answers commands");
    }
  }

  private void send(SlaveId slave, SlaveMessage.ToSlave message) {
    Session session = sessions.get(slave);
    if (session != null) {
      Outbox.Numbered<SlaveMessage.ToSlave> numbered = session.outbox.add(message);
      if (session.connection != null) {
        session.connection.say(numbered);
      }
    }
  }

  /// Ends a session: the next attach begins a new one.
  private void drop(Session session, String why) {
    sessions.remove(session.slave, session);
    Connection connection = session.connection;
    if (connection != null) {
      connection.end();
      lost(session, why);
    }
  }

  private void lost(Session session, String why) {
    session.connection = null;
    if (session.begun()) {
      tellLost(session, why);
    } else {
      sessions.remove(session.slave, session);
    }
  }

  /// Until the farm knows it, or the slave is back.
  private void tellLost(Session session, String why) {
    Session now = sessions.get(session.slave);
    if (!master.dead() && (now == null || (now == session && now.connection == null))) {
      master.submit(
          new Event.SlaveLost(session.slave, session.startId, master.heard(session.heardAt), why),
          Receipt.ifRefused(_ -> world.agenda.after(TOLD_AGAIN, () -> tellLost(session, why))));
    }
  }

  /// One line, from its acceptance on.
  private final class Connection implements Line.Ear {
    final String from;
    @Nullable Line line;
    private @Nullable Session session;
    private final Heartbeat heartbeat = new Heartbeat(World.HEARTBEAT, World.DEAD_AFTER, timer());
    private Instant heardAt = world.agenda.now();

    private Instant timer() {
      return master.heard(world.agenda.now());
    }

    Connection(String from) {
      this.from = from;
    }

    void end() {
      connections.remove(this);
      if (line != null) {
        line.close(Line.Side.MASTER);
        line = null;
      }
    }

    void say(SlaveFrame frame) {
      if (line != null) {
        heartbeat.sent(timer());
        line.send(Line.Side.MASTER, frame);
      }
    }

    void say(Outbox.Numbered<SlaveMessage.ToSlave> numbered) {
      say(new SlaveFrame.Numbered(1, numbered.number(), numbered.message()));
    }

    void look() {
      switch (heartbeat.check(timer())) {
        case QUIET -> {}
        case PING -> say(new SlaveFrame.Ping());
        case DEAD -> broken("silent");
      }
      Judge.that(
          line == null || heardAt.plus(FOUND_DEAD).isAfter(world.agenda.now()),
          "a silent line is found dead",
          from);
    }

    @Override
    public void broken(String why) {
      end();
      if (session != null && session.connection == this) {
        lost(session, why);
      }
    }

    @Override
    public void hear(SlaveFrame frame) {
      if (master.dead() || line == null) {
        return;
      }
      heardAt = world.agenda.now();
      heartbeat.heard(timer());
      if (session != null) {
        session.heardAt = world.agenda.now();
      }
      switch (frame) {
        case SlaveFrame.Attach attach -> attach(attach);
        case SlaveFrame.Numbered(_, long number, SlaveMessage message) ->
            numbered(number, (SlaveMessage.FromSlave) message);
        case SlaveFrame.Acknowledged(long number) -> ofSession().outbox.acknowledge(number);
        case SlaveFrame.Ping _ -> say(new SlaveFrame.Pong());
        case SlaveFrame.Pong _, SlaveFrame.LogChunk _ -> {}
        case SlaveFrame.Attached _, SlaveFrame.AttachRefused _, SlaveFrame.LogStored _ ->
            throw new AssertionError("a slave does not send " + frame);
      }
    }

    private Session ofSession() {
      if (session == null) {
        throw new AssertionError(from + ": not attached yet");
      }
      return session;
    }

    private void attach(SlaveFrame.Attach attach) {
      Optional<Slave> slave = master.farm().slaveNamed(attach.slave());
      Session known = slave.map(s -> sessions.get(s.id())).orElse(null);
      if (slave.isEmpty()) {
        refuse(SlaveFrame.Refusal.UNKNOWN_SLAVE);
      } else if (known != null
          && known.connection != null
          && !known.startId.equals(attach.startId())) {
        refuse(SlaveFrame.Refusal.NAME_IN_USE);
      } else if (known != null
          && known.startId.equals(attach.startId())
          && attach.session().equals(known.name)
          && !known.heardAt.plus(RESUMABLE).isBefore(world.agenda.now())) {
        resume(known, attach);
      } else {
        begin(slave.get().id(), attach, known);
      }
    }

    private void refuse(SlaveFrame.Refusal code) {
      say(new SlaveFrame.AttachRefused(code, ""));
      end();
    }

    private void resume(Session known, SlaveFrame.Attach attach) {
      world.note(from + " resumes");
      replace(known);
      session = known;
      known.connection = this;
      known.heardAt = world.agenda.now();
      say(attached(true, known.inbox.processed()));
      known.outbox.resume(attach.received()).forEach(this::say);
      if (known.begun()) {
        master.submit(
            new Event.SlaveResumed(known.slave, known.startId, known.address),
            Receipt.ifRefused(why -> drop(known, why)));
      }
    }

    private void begin(SlaveId slave, SlaveFrame.Attach attach, @Nullable Session known) {
      world.note(from + " begins a session");
      if (known != null && known.connection != null) {
        known.connection.end();
        lost(known, "a new session began");
      }
      Session begun =
          new Session(
              master.startId + "/" + ++begunSessions,
              slave,
              attach.startId(),
              from,
              world.agenda.now());
      session = begun;
      begun.connection = this;
      sessions.put(slave, begun);
      say(attached(false, 0));
    }

    private void replace(Session known) {
      if (known.connection != null) {
        known.connection.end();
        known.connection = null;
      }
    }

    private SlaveFrame.Attached attached(boolean resumed, long received) {
      return new SlaveFrame.Attached(
          SlaveFrame.VERSION,
          new TreeSet<>(),
          ofSession().name,
          1,
          resumed,
          received,
          World.HEARTBEAT,
          World.DEAD_AFTER);
    }

    private void numbered(long number, SlaveMessage.FromSlave message) {
      Session mine = ofSession();
      if (!mine.inbox.accept(number)) {
        say(new SlaveFrame.Acknowledged(mine.inbox.processed()));
        return;
      }
      Event event =
          message instanceof SlaveMessage.Inventory inventory
              ? new Event.SlaveAttached(mine.slave, mine.startId, mine.address, inventory)
              : new Event.SlaveSaid(mine.slave, mine.startId, message);
      master.submit(event, new Acknowledgement(mine, number));
    }
  }

  /// Acknowledges a message when it is durable; one that cannot be stored ends the session, and the
  /// next inventory tells it again.
  private final class Acknowledgement implements Receipt {
    private final Session session;
    private final long number;

    Acknowledgement(Session session, long number) {
      this.session = session;
      this.number = number;
    }

    @Override
    public void committed(long batch) {
      session.inbox.processed(number);
      if (session.connection != null) {
        session.connection.say(new SlaveFrame.Acknowledged(number));
      }
    }

    @Override
    public void refused(String why) {
      drop(session, why);
    }
  }
}
