package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.PauseScope;

final class TwinTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void otherChangesThanTheLoopsAreCounted() throws Exception {
    try (Twin twin =
        new Twin(new Store.Recovered(FarmSnapshot.empty(), 0, 1, NOW), (_, _, _) -> {})) {
      Event pause =
          new Event.Commanded(
              "c1",
              new Event.Person("anna", true),
              new Command.Pause(PauseScope.farm(), "", Optional.empty()),
              Optional.empty());
      twin.follow(new Store.Batch(1, 1, NOW, List.of()), List.of(new Stamped(NOW, pause)));
      twin.ask(Twin.View::batch).get();

      assertThat(twin.disagreements()).isEqualTo(1);
    }
  }
}
