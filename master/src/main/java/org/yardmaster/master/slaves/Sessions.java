package org.yardmaster.master.slaves;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.Timer;

/// The link sessions of all slaves, one for each at most: begins them, resumes them, and tells the
/// farm when a slave is lost or back. Safe for any thread.
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(45);

  /// How long a slave process has to show that it is there when another one claims its name.
  private static final Duration PROOF_OF_LIFE = Duration.ofSeconds(5);

  /// A session that was not heard for longer begins anew, with an inventory. Resuming sends what is
  /// owed before the farm knows of it; so it must be long over when the farm, three minutes at the
  /// least after the last sign of life, holds a lease to have ended and starts a build elsewhere.
  private static final Duration RESUMABLE = Duration.ofMinutes(2);

  private final Loop loop;
  private final Timer timer;
  private final Map<SlaveId, SlaveSession> sessions = new ConcurrentHashMap<>();

  Sessions(Loop loop, Timer timer) {
    this.loop = loop;
    this.timer = timer;
  }

  /// Lets a slave in that was found to be one of the farm's.
  ///
  /// The newest connection of one process wins. Another process of the same name takes over only
  /// from one that does not answer: a cloned disk must not destroy running builds.
  void admit(Guest guest, SlaveFrame.Attach attach, SlaveId slave) {
    SlaveSession present = sessions.get(slave);
    if (present == null
        || present.startId().equals(attach.startId())
        || present.guest().isEmpty()) {
      settle(guest, attach, slave);
      return;
    }
    Instant asked = timer.now();
    present.sendIfHeard(new SlaveFrame.Ping());
    timer.after(
        PROOF_OF_LIFE,
        () -> {
          if (sessions.get(slave) != present || present.heardSince(asked)) {
            guest.refuse(nameInUse(attach, present));
          } else {
            settle(guest, attach, slave);
          }
        });
  }

  private static SlaveFrame.AttachRefused nameInUse(
      SlaveFrame.Attach attach, SlaveSession present) {
    String where = present.guest().map(Guest::address).orElse("another address");
    return new SlaveFrame.AttachRefused(
        SlaveFrame.Refusal.NAME_IN_USE,
        "slave "
            + attach.slave()
            + ": another process of this name is attached from "
            + where
            + "; stop that one, or give this machine a name of its own");
  }

  private synchronized void settle(Guest guest, SlaveFrame.Attach attach, SlaveId slave) {
    SlaveSession before = sessions.get(slave);
    boolean resumed = before != null && resumes(before, attach);
    SlaveSession session =
        before != null && resumed ? before : new SlaveSession(slave, attach.startId(), loop.term());
    if (before != null && !resumed) {
      before.guest().ifPresent(g -> replaced(before, g, attach));
    }
    sessions.put(slave, session);
    guest.settle(session, HEARTBEAT, DEAD_AFTER);
    Optional<Guest> old =
        session.moveTo(
            guest,
            resumed ? attach.received() : 0,
            received -> answer(attach, session, resumed, received));
    old.ifPresent(g -> g.close("slave " + attach.slave() + ": came back on another connection"));
    LOG.info(
        "slave {}: {} from {}", attach.slave(), resumed ? "back" : "attached", guest.address());
    if (resumed) {
      loop.submit(
          new Event.SlaveResumed(slave, session.startId(), guest.address()),
          Receipt.ifRefused(why -> end(session, guest, why)),
          guest);
    }
    if (guest.isGone()) {
      lost(session, guest, "closed while it was let in");
    }
  }

  private SlaveFrame.Attached answer(
      SlaveFrame.Attach attach, SlaveSession session, boolean resumed, long received) {
    return new SlaveFrame.Attached(
        Math.min(attach.version(), SlaveFrame.VERSION),
        Sorted.set(List.of()),
        session.name(),
        loop.term(),
        resumed,
        received,
        HEARTBEAT,
        DEAD_AFTER);
  }

  /// Ends a session of which the farm could not be told something: the next one's inventory tells
  /// again what matters. The slave may be on another connection than `guest` by now.
  synchronized void end(SlaveSession session, Guest guest, String why) {
    guest.close(why);
    detach(session, why);
  }

  /// Another session begins. Until the farm has its inventory, nobody runs what this one ran.
  private void replaced(SlaveSession before, Guest guest, SlaveFrame.Attach attach) {
    String why = "slave " + attach.slave() + ": a new session began";
    lost(before, guest, why);
    guest.close(why);
  }

  /// The same session, soon again: nothing but the line was lost. A session that this slave never
  /// heard of, because its line was lost meanwhile, is another one.
  private boolean resumes(SlaveSession session, SlaveFrame.Attach attach) {
    return session.startId().equals(attach.startId())
        && attach.session().equals(session.name())
        && !session.heardAt().plus(RESUMABLE).isBefore(timer.now());
  }

  /// The slave is no longer on this connection.
  void lost(SlaveSession session, Guest guest, String reason) {
    if (session.leave(guest)) {
      LOG.info("{} at {}: {}", session.slave(), guest.address(), reason);
      tellLost(session, guest, reason);
    }
  }

  /// Until the farm knows it, or the slave is back.
  private synchronized void tellLost(SlaveSession session, Guest guest, String reason) {
    SlaveSession now = sessions.get(session.slave());
    if (now == null || (now == session && now.guest().isEmpty())) {
      loop.submit(
          new Event.SlaveLost(session.slave(), session.startId(), guest.heardAt(), reason),
          Receipt.untilStored(timer, () -> tellLost(session, guest, reason), () -> {}),
          guest);
    }
  }

  /// Forgets a session whose slave is no longer wanted in it, and closes its line.
  synchronized void detach(SlaveSession session, String reason) {
    sessions.remove(session.slave(), session);
    session.guest().ifPresent(guest -> guest.close(reason));
  }

  /// Forgets the session of a slave that has no line: the next one begins with an inventory. False
  /// if it has one by now.
  synchronized boolean forgetSilent(SlaveId slave) {
    return sessions.computeIfPresent(slave, (_, s) -> s.guest().isPresent() ? s : null) == null;
  }

  /// The session that a slave is in, if any.
  Optional<SlaveSession> of(SlaveId slave) {
    return Optional.ofNullable(sessions.get(slave));
  }

  /// Does something with a slave's session, if it is in one.
  void with(SlaveId slave, Consumer<SlaveSession> action) {
    of(slave).ifPresent(action);
  }
}
