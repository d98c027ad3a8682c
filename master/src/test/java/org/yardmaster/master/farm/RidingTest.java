package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveDefinition;

final class RidingTest {
  private static final BuildId FIRST = new BuildId(1);

  private final TestFarm t = new TestFarm();

  @BeforeEach
  void ridingBuilder() {
    config(true);
  }

  private void config(boolean rideAlong) {
    TreeMap<String, BuilderDefinition> builders = new TreeMap<>();
    BuilderDefinition plain = TestFarm.builder(5);
    builders.put(
        "b",
        new BuilderDefinition(
            "",
            plain.eligibility(),
            5,
            Optional.empty(),
            plain.env(),
            plain.secrets(),
            List.of(),
            rideAlong,
            plain.steps()));
    builders.put("c", plain);
    TreeMap<String, SlaveDefinition> slaves = new TreeMap<>();
    slaves.put("s", TestFarm.slave(1));
    slaves.put("z", TestFarm.slave(1));
    t.config(builders, slaves);
  }

  private RequestId submit(String branch) {
    TreeMap<String, String> properties = new TreeMap<>();
    properties.put("branch", branch);
    return t.accepted(new Command.Submit("b", "", properties, Optional.empty(), Optional.empty()))
        .request()
        .orElseThrow();
  }

  private List<FinishedRequest> ended() {
    return t.changes.stream()
        .filter(Change.Shown.class::isInstance)
        .map(change -> ((Change.Shown) change).change())
        .filter(FarmChange.RequestEnded.class::isInstance)
        .map(change -> ((FarmChange.RequestEnded) change).request())
        .toList();
  }

  @Test
  void whoWantsTheSameAndCouldStartRidesAlongAndGetsTheOutcome() {
    RequestId first = submit("main");
    RequestId other = submit("next");
    RequestId held = submit("main");
    t.accepted(new Command.Hold(List.of(held), ""));
    RequestId rider = submit("main");
    t.attach("s", "one");

    assertThat(t.build(FIRST).request()).isEqualTo(first);
    assertThat(t.build(FIRST).riders()).containsExactly(rider);
    assertThat(t.queue()).containsExactly(other, held);

    t.finish(FIRST, Outcome.FAILURE);
    assertThat(ended())
        .extracting(r -> r.request().id(), FinishedRequest::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(first, Outcome.FAILURE),
            org.assertj.core.groups.Tuple.tuple(rider, Outcome.FAILURE));
  }

  @Test
  void whoComesWhenTheBuildRunsStartsOneOfItsOwn() {
    t.attach("s", "one");
    RequestId first = submit("main");
    RequestId later = submit("main");
    assertThat(t.build(FIRST).riders()).isEmpty();
    assertThat(t.queue()).containsExactly(later);
    assertThat(t.running()).containsExactly(first);
  }

  @Test
  void aThousandRideAlongAndTheRestWithTheNext() {
    for (int i = 0; i < 1_003; i++) {
      submit("main");
    }
    t.attach("s", "one");

    assertThat(t.build(FIRST).riders()).hasSize(1_000);
    assertThat(t.queue()).hasSize(2);
  }

  @Test
  void eachComesBackByItselfWhenTheBuildIsLost() {
    RequestId first = submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    t.lose("s");
    t.tick(Duration.ofMinutes(43));

    assertThat(t.queue()).containsExactly(first, rider);
    t.accepted(new Command.RetryNow(List.of(rider)));
    t.attach("z", "two");
    assertThat(t.running()).containsExactly(rider);
    assertThat(t.build(new BuildId(2)).riders()).isEmpty();
    assertThat(t.build(new BuildId(2)).attempt()).isEqualTo(2);
  }

  @Test
  void aRefusedBuildLeavesAllWhereTheyWere() {
    RequestId first = submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    t.say("s", new SlaveMessage.BuildRefused(FIRST, SlaveMessage.Refusal.NO_DISK, "full"));
    assertThat(t.queue()).containsExactly(first, rider);
    assertThat(t.farm.snapshot().requests()).allMatch(request -> request.attempts() == 0);
  }

  @Test
  void cancellingOneLeavesTheBuildToTheOthersAndTheLastStopsIt() {
    RequestId first = submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    t.accepted(new Command.Cancel(List.of(first), "not needed"));

    assertThat(ended()).extracting(r -> r.request().id()).containsExactly(first);
    assertThat(t.build(FIRST).request()).isEqualTo(rider);
    assertThat(t.build(FIRST).stop()).isEmpty();

    t.accepted(new Command.Cancel(List.of(rider), "nor this"));
    assertThat(t.build(FIRST).stop()).isPresent();
    t.finish(FIRST, Outcome.STOPPED);
    assertThat(ended().getLast().outcome()).isEqualTo(Outcome.STOPPED);
  }

  @Test
  void undoneCancelOfARiderBringsItBackIntoTheQueue() {
    submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    t.accepted(new Command.Cancel(List.of(rider), ""));
    t.accepted(new Command.Undo(Optional.of(t.audit.lastKey())));
    assertThat(t.queue()).containsExactly(rider);
  }

  @Test
  void bothLeavingAtOnceStopTheBuild() {
    RequestId first = submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    t.accepted(new Command.Cancel(List.of(first, rider), ""));
    assertThat(t.build(FIRST).stop()).isPresent();
    assertThat(new TreeSet<>(t.running())).containsExactly(first);
  }

  @Test
  void aRequestOfAnotherBuilderThatHasStartedIsNotCancelled() {
    t.attach("s", "one");
    RequestId request = t.submit("c");
    t.refused(new Command.Cancel(List.of(request), ""));
  }

  @Test
  void aRiderMayLeaveThoughItsBuilderLetsNobodyRideAnyMore() {
    RequestId first = submit("main");
    RequestId rider = submit("main");
    t.attach("s", "one");
    config(false);
    t.tick(Duration.ofHours(1));
    t.accepted(new Command.Cancel(List.of(rider), "no more"));

    assertThat(t.build(FIRST).requests()).containsExactly(first);
    assertThat(t.build(FIRST).stop()).isEmpty();
    assertThat(ended()).extracting(FinishedRequest::waited).containsExactly(Duration.ZERO);
  }
}
