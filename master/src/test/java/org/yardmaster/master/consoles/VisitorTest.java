package org.yardmaster.master.consoles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Event;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.testing.ManualTimer;
import org.yardmaster.protocol.wire.Peer;

final class VisitorTest {
  private static final Change.User EVE = new Change.User("eve", Role.ADMIN, "old");
  private static final ConsoleFrame.Done DONE =
      new ConsoleFrame.Done("1", 7, new Answer.Accepted(3, "Done", Optional.empty()));

  private final Line line = new Line();
  private final Visitor visitor = new Visitor(line, new ManualTimer(), Runnable::run);

  /// A connection that keeps what is sent.
  private static final class Line implements Peer<ConsoleFrame> {
    final List<ConsoleFrame> sent = new ArrayList<>();
    Optional<String> closed = Optional.empty();

    @Override
    public void send(ConsoleFrame frame) {
      sent.add(frame);
    }

    @Override
    public void close(String reason) {
      closed = Optional.of(reason);
    }

    @Override
    public void trust() {}

    @Override
    public void trustFully() {}

    @Override
    public void suspendReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public String remoteAddress() {
      return "127.0.0.1:1";
    }

    @Override
    public long queuedBytes() {
      return 0;
    }

    @Override
    public void awaitDrained() {}
  }

  private void settle(boolean local) {
    visitor.settle(
        new Event.Person("eve", local),
        Role.ADMIN,
        local ? Optional.empty() : Optional.of(EVE),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15));
  }

  private static ConsoleFrame refused(String why) {
    return new ConsoleFrame.LoginRefused(why, Duration.ZERO);
  }

  @Test
  void whoIsRemovedGoesAndIsToldWhy() {
    settle(false);

    visitor.told(new Change.UserGone("eve"));

    assertThat(visitor.isExpelled()).isTrue();
    assertThat(line.sent).containsExactly(refused("user eve: was removed from this farm"));
    assertThat(line.closed).hasValue("user eve: was removed from this farm");
  }

  @Test
  void whoGetsAnotherRoleOrPasswordHasToComeInAgain() {
    settle(false);
    visitor.told(new Change.UserKept(new Change.User("eve", Role.VIEWER, "old")));
    assertThat(line.closed).hasValue("user eve: has the role VIEWER now; log in again");

    Line other = new Line();
    Visitor again = new Visitor(other, new ManualTimer(), Runnable::run);
    again.settle(
        new Event.Person("eve", false),
        Role.ADMIN,
        Optional.of(EVE),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15));
    again.told(new Change.UserKept(new Change.User("eve", Role.ADMIN, "new")));
    assertThat(other.closed).hasValue("user eve: has a new password; log in with that");
  }

  @Test
  void whatBecomesOfOthersOrChangesNothingIsNoReasonToGo() {
    settle(false);

    visitor.told(new Change.UserKept(EVE));
    visitor.told(new Change.UserGone("adam"));
    visitor.told(new Change.UserKept(new Change.User("adam", Role.VIEWER, "old")));

    assertThat(visitor.isExpelled()).isFalse();
    assertThat(line.closed).isEmpty();
  }

  @Test
  void theMastersOwnAccountStaysWhateverItIsCalled() {
    settle(true);

    visitor.told(new Change.UserGone("eve"));

    assertThat(line.closed).isEmpty();
  }

  @Test
  void whatWasCommandedIsAnsweredBeforeOneGoesAndNothingElseIsTold() {
    settle(false);
    visitor.commanded();
    visitor.told(new Change.UserGone("eve"));
    visitor.send(new ConsoleFrame.Notice("for those who stay"));
    assertThat(visitor.isExpelled()).isTrue();
    assertThat(line.sent).isEmpty();
    assertThat(line.closed).isEmpty();

    visitor.answered(DONE);

    assertThat(line.sent).containsExactly(DONE, refused("user eve: was removed from this farm"));
    assertThat(line.closed).isPresent();
  }
}
