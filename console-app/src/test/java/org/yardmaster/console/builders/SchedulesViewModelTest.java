package org.yardmaster.console.builders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.model.RequestId;

/// What the console tells of the farm's schedules.
final class SchedulesViewModelTest {
  private final FakeMaster master = new FakeMaster();
  private final Console console =
      new Console(
          master,
          Runnable::run,
          new ManualLater(),
          InstantSource.fixed(FakeMaster.NOW),
          ZoneOffset.UTC);

  @Test
  void schedulesAreToldByNameAndFollowTheirChanges() {
    master.keep(Samples.schedule("weekly", "docs", "0 6 * * mon", Optional.empty(), 0));
    master.keep(Samples.schedule("nightly", "fuzz", "30 2 * * *", Optional.of(7L), 0));
    var rows = console.schedules().rows();
    assertThat(rows).extracting(ScheduleRow::name).containsExactly("nightly", "weekly");
    ScheduleRow nightly = rows.getFirst();
    assertThat(nightly.times()).isEqualTo("30 2 * * *");
    assertThat(nightly.zone()).isEqualTo("Europe/Berlin");
    assertThat(nightly.last()).contains(new RequestId(7));
    assertThat(nightly.schedule().nextAt()).hasToString("Optional[2026-03-04T01:30:00Z]");
    assertThat(nightly.remark()).isEmpty();
    master.keep(Samples.schedule("nightly", "fuzz", "30 2 * * *", Optional.of(7L), 2));
    assertThat(nightly.remark()).isEqualTo("skipped 2 times: #7 waits");
    master.scheduleGoes("nightly");
    assertThat(rows).extracting(ScheduleRow::name).containsExactly("weekly");
  }
}
