package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.WaitReason;

final class SchedulesTest {
  private final TestFarm t = new TestFarm();

  private Schedule schedule() {
    return t.farm.snapshot().schedules().getFirst();
  }

  private void runOn(Instant end) {
    while (t.farm.nextAlarm().filter(alarm -> !alarm.isAfter(end)).isPresent()) {
      t.tick(Duration.between(t.now, t.farm.nextAlarm().orElseThrow()));
    }
    t.tick(Duration.between(t.now, end));
  }

  @Test
  void scheduleSubmitsAtItsTime() {
    t.schedule("30 2 * * *", "UTC");
    t.attach("s", "one");
    assertThat(t.farm.nextAlarm()).contains(Instant.parse("2026-01-01T02:30:00Z"));
    runOn(Instant.parse("2026-01-01T02:29:59Z"));
    assertThat(t.running()).isEmpty();

    runOn(Instant.parse("2026-01-01T02:30:00Z"));
    Request made = t.farm.snapshot().requests().getFirst();
    assertThat(t.running()).containsExactly(made.id());
    assertThat(made.submittedBy()).isEqualTo("schedule nightly");
    assertThat(made.priorityByHand()).isFalse();
    assertThat(schedule().nextAt()).contains(Instant.parse("2026-01-02T02:30:00Z"));
  }

  @Test
  void scheduleDoesNotPileUpWhilePaused() {
    t.schedule("*/10 * * * *", "UTC");
    t.attach("s", "one");
    t.accepted(new Command.Pause(PauseScope.farm(), "freeze", Optional.empty()));
    runOn(t.now.plus(Duration.ofHours(5)));
    assertThat(t.queue()).hasSize(1);
    assertThat(schedule().skipped()).isEqualTo(29);

    RequestId waiting = t.queue().getFirst();
    t.accepted(new Command.Resume(PauseScope.farm()));
    assertThat(t.running()).containsExactly(waiting);
    runOn(t.now.plus(Duration.ofMinutes(10)));
    assertThat(t.queue()).hasSize(1);
    assertThat(schedule().skipped()).isZero();
  }

  @Test
  void aNightlyOnTheShelfDoesNotEndTheNightlies() {
    t.schedule("0 2 * * *", "UTC");
    t.attach("s", "s-0");
    runOn(Instant.parse("2026-01-01T02:00:00Z"));
    RequestId made = t.running().getFirst();
    for (int life = 1; t.request(made).shelved().isEmpty(); life++) {
      t.kill("s", "s-" + life);
      t.tick(Duration.ofMinutes(30));
    }

    runOn(Instant.parse("2026-01-02T02:00:00Z"));
    assertThat(schedule().skipped()).isZero();
    assertThat(schedule().last()).isPresent().isNotEqualTo(Optional.of(made));
  }

  @Test
  void whatWasMissedWhileTheMasterWasAwayComesOnce() {
    t.schedule("0 * * * *", "UTC");
    t.now = t.now.plus(Duration.ofDays(3)).plusSeconds(90);
    t.restart();
    t.tick(Duration.ZERO);

    assertThat(t.queue()).hasSize(1);
    assertThat(schedule().nextAt()).contains(Instant.parse("2026-01-04T01:00:00Z"));
  }

  @Test
  void scheduleComesOnceInTheNightsThatClocksChange() {
    t.schedule("30 2 * * *", "Europe/Berlin");
    t.attach("s", "one");
    runOn(Instant.parse("2026-03-28T12:00:00Z"));
    long before = t.farm.snapshot().counters().request();
    finishAll();
    runOn(Instant.parse("2026-03-29T01:00:00Z"));
    assertThat(t.running()).hasSize(1);
    finishAll();
    runOn(Instant.parse("2026-03-29T12:00:00Z"));

    assertThat(t.farm.snapshot().counters().request()).isEqualTo(before + 1);
    assertThat(schedule().nextAt()).contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  private void finishAll() {
    while (!t.farm.snapshot().builds().isEmpty()) {
      t.finish(t.farm.snapshot().builds().getFirst().id(), Outcome.SUCCESS);
    }
  }

  @Test
  void aScheduleThatIsGoneSubmitsNoMore() {
    t.schedule("0 * * * *", "UTC");
    t.simple();
    runOn(t.now.plus(Duration.ofDays(1)));

    assertThat(t.queue()).isEmpty();
    assertThat(t.farm.nextAlarm()).isEmpty();
  }

  @Test
  void anUnchangedScheduleKeepsItsNextTime() {
    t.schedule("0 * * * *", "UTC");
    runOn(Instant.parse("2026-01-01T00:59:00Z"));
    t.schedule("0 * * * *", "UTC");

    assertThat(schedule().nextAt()).contains(Instant.parse("2026-01-01T01:00:00Z"));
  }

  @Test
  void aScheduleWithOtherTimesOrAnotherZoneHasAnotherNextTime() {
    t.schedule("0 8 * * *", "UTC");
    t.schedule("0 6 * * *", "UTC");
    assertThat(schedule().nextAt()).contains(Instant.parse("2026-01-01T06:00:00Z"));

    t.schedule("0 6 * * *", "Europe/Berlin");
    assertThat(schedule().nextAt()).contains(Instant.parse("2026-01-01T05:00:00Z"));
  }

  @Test
  void submitForLaterStartsAtItsTime() {
    t.simple();
    t.attach("s", "one");
    Instant at = t.now.plus(Duration.ofHours(3));
    RequestId later =
        t.accepted(new Command.Submit("b", "", new TreeMap<>(), Optional.empty(), Optional.of(at)))
            .request()
            .orElseThrow();
    assertThat(t.farm.waitReasons(later)).isEqualTo(List.of(new WaitReason.Scheduled(at)));
    assertThat(t.farm.nextAlarm()).contains(at);

    runOn(at);
    assertThat(t.running()).containsExactly(later);
  }
}
