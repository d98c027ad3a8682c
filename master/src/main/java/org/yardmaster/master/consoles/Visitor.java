package org.yardmaster.master.consoles;

import java.time.Duration;
import java.util.Optional;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Source;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.Pulse;
import org.yardmaster.protocol.wire.Timer;

/// One connection at the consoles' door: a stranger first, then a person with a role and a feed.
final class Visitor implements Source {
  private final Peer<ConsoleFrame> peer;
  private final Pulse pulse;
  private final Feed feed;
  private volatile boolean asked;
  private volatile Optional<Event.Person> person = Optional.empty();
  private volatile Role role = Role.VIEWER;

  Visitor(Peer<ConsoleFrame> peer, Timer timer) {
    this.peer = peer;
    this.pulse = new Pulse(timer);
    this.feed = new Feed(this::send, peer::queuedBytes, peer::awaitDrained);
  }

  /// Whether this is the first time it asks to be let in.
  boolean firstAsked() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  Optional<Event.Person> person() {
    return person;
  }

  Role role() {
    return role;
  }

  Feed feed() {
    return feed;
  }

  /// The person is known: the connection is trusted, and watched. The configuration of a large farm
  /// is longer than anything else that is sent, and only admins send one.
  void settle(Event.Person who, Role as, Duration heartbeat, Duration deadAfter) {
    role = as;
    person = Optional.of(who);
    if (as.covers(Role.ADMIN)) {
      peer.trustFully();
    } else {
      peer.trust();
    }
    pulse.start(heartbeat, deadAfter, () -> send(new ConsoleFrame.Ping()), this::close);
  }

  void send(ConsoleFrame frame) {
    pulse.sent();
    peer.send(frame);
  }

  void heard() {
    pulse.heard();
  }

  String address() {
    return peer.remoteAddress();
  }

  /// The host it comes from, without the port.
  String host() {
    String address = peer.remoteAddress();
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  void close(String reason) {
    peer.close(reason);
  }

  /// The connection is closed.
  void gone() {
    pulse.stop();
  }

  @Override
  public void suspend() {
    peer.suspendReading();
  }

  @Override
  public void resume() {
    peer.resumeReading();
    pulse.resumedReading();
  }
}
