package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.FarmSettings;

final class IncidentsListingTest {
  private static FarmRows farm(Optional<String> notice) {
    return new FarmRows(
        Instant.parse("2026-05-06T12:00:00Z"),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        FarmSettings.defaults(),
        notice);
  }

  @Test
  void aFullDiskIsToldThoughNothingCanBeRecorded() {
    FarmRows full = farm(Optional.of("disk: 90 MB free"));

    assertThat(IncidentsListing.text(full, ZoneOffset.UTC))
        .contains("stoppage")
        .contains("disk: 90 MB free");
    assertThat(IncidentsListing.rows(full))
        .containsExactly(
            new IncidentsListing.Row(
                0, "stoppage", "master", Optional.empty(), "disk: 90 MB free", true));
    assertThat(IncidentsListing.text(farm(Optional.empty()), ZoneOffset.UTC))
        .isEqualTo("No incident.\n");
  }
}
