package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.PauseScope;

final class IncidentsTest {
  private final TestFarm t = new TestFarm().simple();

  private List<Incident> told() {
    return t.decisions.stream()
        .filter(Decision.TellIncident.class::isInstance)
        .map(decision -> ((Decision.TellIncident) decision).incident())
        .toList();
  }

  @Test
  void standstillIncidentBeginsAndEnds() {
    t.attach("s", "one");
    t.submit("b");
    t.submit("b");
    t.tick(Duration.ofMinutes(59));
    assertThat(t.incidents()).isEmpty();
    t.tick(Duration.ofMinutes(1));
    assertThat(t.incidents()).containsExactly("queue-not-moving queue");
    t.tick(Duration.ofHours(5));
    assertThat(told()).hasSize(1);

    t.finish(new BuildId(1), Outcome.SUCCESS);
    assertThat(t.incidents()).isEmpty();
    assertThat(told()).hasSize(2);
    assertThat(told().getLast().over()).contains(t.now);
  }

  @Test
  void aQueueThatIsKeptOnPurposeDoesNotStandStill() {
    t.accepted(new Command.Pause(PauseScope.farm(), "freeze", Optional.empty()));
    t.submit("b");
    t.tick(Duration.ofDays(1));

    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void aHeldQueueDoesNotStandStill() {
    t.accepted(new Command.Hold(List.of(t.submit("b")), "wait"));
    t.tick(Duration.ofDays(1));
    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void hostDownBeginsAfterTheGraceAndEndsWhenItIsBack() {
    t.attach("s", "one");
    t.lose("s");
    t.tick(Duration.ofMinutes(4));
    assertThat(t.incidents()).isEmpty();
    t.tick(Duration.ofMinutes(1));
    assertThat(t.incidents()).containsExactly("host-down s");
    assertThat(told().getFirst().text()).isEqualTo("slave s is down: cut");

    t.attach("s", "two");
    assertThat(t.incidents()).isEmpty();
    assertThat(told()).hasSize(2);
  }

  @Test
  void aHostThatLeftWithNoticeIsNotDown() {
    t.attach("s", "one");
    t.say("s", new SlaveMessage.Leaving("service stop"));
    t.lose("s");
    t.tick(Duration.ofHours(1));

    assertThat(t.slaveNamed("s").contact().state()).isEqualTo(Contact.State.ABSENT);
    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void aHostThatIsRemovedIsNoLongerDown() {
    t.attach("s", "one");
    t.lose("s");
    t.tick(Duration.ofMinutes(5));
    t.config(FarmSettings.defaults(), List.of(), Map.of(), Map.of());

    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void anIncidentIsForgottenWhenItsEndHasBeenTold() {
    t.attach("s", "one");
    t.lose("s");
    t.tick(Duration.ofMinutes(5));
    long number = told().getFirst().number();
    t.on(new Event.IncidentTold(number, Incident.Told.BEGIN));
    t.attach("s", "one");
    assertThat(t.farm.snapshot().incidents()).hasSize(1);

    t.on(new Event.IncidentTold(number, Incident.Told.ALL));
    assertThat(t.farm.snapshot().incidents()).isEmpty();
  }

  @Test
  void aNewMasterTellsOnlyWhatMayNotHaveBeenTold() {
    t.attach("s", "one");
    t.lose("s");
    t.tick(Duration.ofMinutes(5));
    t.restart();
    assertThat(told()).hasSize(2);
    t.on(new Event.IncidentTold(told().getFirst().number(), Incident.Told.BEGIN));
    t.restart();

    assertThat(told()).hasSize(2);
  }

  @Test
  void timeInWhichNobodyCouldBeServedIsNoStandstill() {
    t.attach("s", "one");
    t.submit("b");
    t.submit("b");
    t.now = t.now.plus(Duration.ofHours(2));
    t.restart();
    assertThat(t.incidents()).isEmpty();

    t.attach("s", "two");
    t.now = t.now.plus(Duration.ofHours(2));
    t.on(new Event.StoodStill(Duration.ofHours(2)));
    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void aQueueThatIsLetGoHasNotStoodStillBefore() {
    t.attach("s", "one");
    t.submit("b");
    t.submit("b");
    t.accepted(new Command.Pause(PauseScope.farm(), "x", Optional.empty()));
    t.tick(Duration.ofHours(2));
    t.accepted(new Command.Resume(PauseScope.farm()));
    assertThat(t.incidents()).isEmpty();

    t.tick(Duration.ofHours(1));
    assertThat(t.incidents()).hasSize(1);
  }
}
