package org.yardmaster.console.builders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.slaves.SlaveState;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;

/// Counts that are kept change by change must be those that counting anew would give.
final class BuildersViewModelTest {
  @Test
  void countsAreThoseOfCountingAnew() {
    FakeMaster master = Samples.working();
    Console console =
        new Console(
            master,
            Runnable::run,
            new ManualLater(),
            InstantSource.fixed(FakeMaster.NOW),
            ZoneOffset.UTC);
    Random random = new Random(3);
    for (int turn = 0; turn < 300; turn++) {
      shake(master, random, turn);
    }
    for (BuilderRow row : console.builders().rows()) {
      check(console, row);
    }
    assertThat(console.builders().rows()).hasSize(10);
  }

  private static void shake(FakeMaster master, Random random, int turn) {
    long id = 1_200L + random.nextInt(31);
    Request request = master.request(id);
    switch (random.nextInt(4)) {
      case 0 -> master.keep(Samples.slave(1 + random.nextInt(40), random, true));
      case 1 -> {
        if (request.build().isEmpty()) {
          master.keep(request.started(new BuildId(5_000 + turn)));
        }
      }
      case 2 -> master.keep(request.queuedAgain(true));
      default -> master.keep(Samples.builder(1 + random.nextInt(10), random));
    }
  }

  private static void check(Console console, BuilderRow row) {
    int queued = 0;
    int running = 0;
    for (Request request : console.farm().requests().values()) {
      if (request.builder().equals(row.builder().id())) {
        queued += request.build().isEmpty() ? 1 : 0;
        running += request.build().isPresent() ? 1 : 0;
      }
    }
    int free = 0;
    int busy = 0;
    int away = 0;
    for (Slave slave : console.farm().slaves().values()) {
      if (row.builder().definition().eligibility().admits(slave.name(), slave.definition())) {
        SlaveState state = SlaveState.of(slave, console.farm().buildsOn(slave.id()).size());
        free += state == SlaveState.ACCEPTING ? 1 : 0;
        busy += state == SlaveState.BUSY ? 1 : 0;
        away += state.isThere() ? 0 : 1;
      }
    }
    assertThat(new int[] {row.queued(), row.running(), row.free(), row.busy(), row.away()})
        .as(row.name())
        .containsExactly(queued, running, free, busy, away);
  }
}
