package org.yardmaster.master.consoles;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.yardmaster.master.farm.Change;
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
  private final Timer timer;
  private final Executor feeder;
  private final Pulse pulse;
  private final Feed feed;
  private volatile boolean asked;
  private volatile Optional<Event.Person> person = Optional.empty();
  private volatile Role role = Role.VIEWER;
  private volatile Optional<Change.User> account = Optional.empty();

  /// Why it must go; empty as long as it may stay.
  private volatile Optional<String> expelled = Optional.empty();

  private int unanswered;

  /// @param feeder the thread on which the feed is told what changes
  Visitor(Peer<ConsoleFrame> peer, Timer timer, Executor feeder) {
    this.peer = peer;
    this.timer = timer;
    this.feeder = feeder;
    this.pulse = new Pulse(timer);
    this.feed = new Feed(this::send, peer::queuedBytes, peer::awaitDrained, this::rest);
  }

  private void rest() {
    var _ = timer.after(Feed.REST, () -> feeder.execute(feed::restOver));
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
  ///
  /// @param user what was known of the user when the password was checked; empty for the master's
  ///   own account
  void settle(
      Event.Person who,
      Role as,
      Optional<Change.User> user,
      Duration heartbeat,
      Duration deadAfter) {
    role = as;
    account = user;
    person = Optional.of(who);
    if (as.covers(Role.ADMIN)) {
      peer.trustFully();
    } else {
      peer.trust();
    }
    pulse.start(heartbeat, deadAfter, () -> send(new ConsoleFrame.Ping()), this::close);
  }

  /// Nothing is sent to one that has to go.
  void send(ConsoleFrame frame) {
    if (!isExpelled()) {
      say(frame);
    }
  }

  private void say(ConsoleFrame frame) {
    pulse.sent();
    peer.send(frame);
  }

  // Going.

  /// Whether it has to go: it is no longer listened to.
  boolean isExpelled() {
    return expelled.isPresent();
  }

  /// Something became of a user: whoever came in as that one, and is no longer who came in, goes.
  void told(Change change) {
    account.flatMap(user -> whyOut(user, change)).ifPresent(this::expel);
  }

  private static Optional<String> whyOut(Change.User was, Change change) {
    String user = "user " + was.name() + ": ";
    return switch (change) {
      case Change.UserGone(String name) when name.equals(was.name()) ->
          Optional.of(user + "was removed from this farm");
      case Change.UserKept(Change.User is) when is.name().equals(was.name()) && !is.equals(was) ->
          Optional.of(
              user
                  + (is.role() == was.role()
                      ? "has a new password; log in with that"
                      : "has the role " + is.role() + " now; log in again"));
      case Change _ -> Optional.empty();
    };
  }

  /// What it had commanded before is still answered.
  private synchronized void expel(String why) {
    if (!isExpelled()) {
      expelled = Optional.of(why);
      goIfAnswered();
    }
  }

  private void goIfAnswered() {
    if (unanswered == 0) {
      expelled.ifPresent(why -> dismiss(why, Duration.ZERO));
    }
  }

  /// It may not come in, or not stay.
  void dismiss(String why, Duration retryIn) {
    say(new ConsoleFrame.LoginRefused(why, retryIn));
    close(why);
  }

  /// A command of its goes to the loop.
  synchronized void commanded() {
    unanswered++;
  }

  /// And this came of it.
  synchronized void answered(ConsoleFrame.Done done) {
    unanswered--;
    say(done);
    goIfAnswered();
  }

  // The connection.

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
