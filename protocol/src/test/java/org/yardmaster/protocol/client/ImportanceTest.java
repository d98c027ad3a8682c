package org.yardmaster.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.Sorted;

final class ImportanceTest {
  private static final Instant NOW = Instant.parse("2026-05-06T12:00:00Z");
  private static final FarmSettings AGING =
      FarmSettings.defaults().withAging(Duration.ofMinutes(20));

  private static Request request(int priority, Instant countsFrom) {
    return new Request(
        new RequestId(1),
        new BuilderId(1),
        priority,
        false,
        countsFrom,
        0,
        Place.ofNumber(1),
        "anna",
        countsFrom,
        "",
        Sorted.map(Map.of()),
        Optional.empty(),
        Optional.empty(),
        Retry.none(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 40m, 5 + 2 for 40m waited, 5+2",
    "-5, 59m, -5 + 2.9 for 59m waited, -5+2.9",
    "0, 1s, 0 + 0 for 1s waited, 0+0",
    "1, 10d, 1 + 720 for 10d waited, 1+720"
  })
  void waitingIsAddedToThePriority(int priority, String waited, String words, String cell) {
    Duration duration = DurationText.parse(waited).orElseThrow();
    Request request = request(priority, NOW.minus(duration));

    assertThat(Importance.text(request, AGING, NOW, DurationText::of)).isEqualTo(words);
    assertThat(Importance.cell(request, AGING, NOW)).isEqualTo(cell);
  }

  @Test
  void nothingIsAddedWhereWaitingDoesNotCount() {
    Request waiting = request(5, NOW.minusSeconds(600));
    Request later = request(5, NOW.plusSeconds(600));

    assertThat(
            List.of(
                Importance.cell(waiting, FarmSettings.defaults(), NOW),
                Importance.cell(later, AGING, NOW),
                Importance.cell(waiting.started(new BuildId(1)), AGING, NOW)))
        .containsOnly("5");
  }

  @Test
  void theTimeOnHoldIsNotWaiting() {
    Request held =
        request(5, NOW.minusSeconds(2400))
            .withHold(Optional.of(new Hold("anna", NOW.minusSeconds(1200), "")));

    assertThat(Importance.cell(held, AGING, NOW)).isEqualTo("5+1");
  }
}
