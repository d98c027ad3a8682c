package org.yardmaster.console.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.message.Command;

/// A slave that lost builds of several requests in a row, and is left alone for that.
final class BackedOffTest {
  private static final Instant UNTIL = FakeMaster.NOW.plusSeconds(600);

  private final FakeMaster master = new FakeMaster();
  private final Console console;

  BackedOffTest() {
    master.keep(Samples.slave(1, new Random(1), false));
    master.keep(Samples.backedOff(Samples.slave(2, new Random(1), false), UNTIL));
    console =
        new Console(
            master,
            Runnable::run,
            new ManualLater(),
            InstantSource.fixed(FakeMaster.NOW),
            ZoneOffset.UTC);
  }

  private SlaveRow row(String name) {
    return console.slaves().row(name).orElseThrow();
  }

  @Test
  void saysUntilWhenAndWhichRequestsItLost() {
    SlaveRow row = row("ws-12");
    assertThat(row.state()).isEqualTo(SlaveState.BACKED_OFF);
    assertThat(row.state().words()).isEqualTo("backed off");
    assertThat(row.until()).contains(UNTIL);
    assertThat(row.doing()).isEqualTo("lost #1101, #1205, #1250");
    assertThat(row.because(until -> "14:30"))
        .isEqualTo("Left alone until 14:30: it lost builds of #1101, #1205, #1250 in a row");
    assertThat(row("ws-11").because(until -> "14:30")).isEmpty();
    assertThat(console.slaves().summaryProperty().get()).isEqualTo("1 accepting   1 backed off");
  }

  @Test
  void putBackEndsABackOff() {
    console.slaves().selected().add(row("ws-11"));
    assertThat(console.slaves().whyNotPutBack().get())
        .isEqualTo("ws-11 is neither out of service nor backed off");
    console.slaves().selected().setAll(List.of(row("ws-12")));
    assertThat(console.slaves().whyNotPutBack().get()).isEmpty();
    assertThat(console.slaves().putBack()).isCompletedWithValue(true);
    assertThat(master.given()).containsExactly(new Command.PutBack(List.of("ws-12")));
    assertThat(row("ws-12").state()).isEqualTo(SlaveState.ACCEPTING);
  }
}
