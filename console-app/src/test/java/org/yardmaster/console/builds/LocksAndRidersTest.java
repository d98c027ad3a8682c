package org.yardmaster.console.builds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;

/// A running build whose step waits for its locks, and on which other requests ride along.
final class LocksAndRidersTest {
  private static final BuildId WAITS = new BuildId(503);

  private final FakeMaster master = Samples.troubled();
  private final Console console =
      new Console(
          master,
          Runnable::run,
          new ManualLater(),
          InstantSource.fixed(FakeMaster.NOW),
          ZoneOffset.UTC);

  private BuildRow row(BuildId id) {
    return console.running().row(id).orElseThrow();
  }

  @Test
  void rowSaysSinceWhenItWaitsAndHowManyRideAlong() {
    assertThat(row(WAITS).waitsForLocks()).contains(FakeMaster.NOW.minusSeconds(140));
    assertThat(row(WAITS).requests()).isEqualTo("#1103 +2");
    BuildRow other = row(new BuildId(502));
    assertThat(other.waitsForLocks()).isEmpty();
    assertThat(other.requests()).isEqualTo("#1102");
    assertThat(RidersText.of(row(WAITS).build())).isEqualTo("#1213, #1217 ride along");
    assertThat(RidersText.of(other.build())).isEmpty();
  }

  @Test
  void aStepThatHasItsLocksWaitsNoMore() {
    BuildViewModel build = console.running().build();
    build.open(WAITS);
    assertThat(build.locks().map(BuildViewModel.Locks::since))
        .contains(FakeMaster.NOW.minusSeconds(140));
    Build now = master.build(WAITS);
    Build.Wanted wanted = now.wants().orElseThrow();
    master.keep(now.wanting(new Build.Wanted(wanted.step(), wanted.since(), true)));
    assertThat(row(WAITS).waitsForLocks()).isEmpty();
    assertThat(build.locks()).isEqualTo(Optional.empty());
  }
}
