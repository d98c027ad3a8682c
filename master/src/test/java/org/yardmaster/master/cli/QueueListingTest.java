package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.WaitReason;

final class QueueListingTest {
  private static final Instant NOW = Instant.parse("2026-05-06T12:00:00Z");

  private static final Request REQUEST =
      new Request(
          new RequestId(7),
          new BuilderId(1),
          0,
          false,
          NOW,
          0,
          Place.ofNumber(1),
          "anna",
          NOW,
          "",
          new TreeMap<>(),
          Optional.empty(),
          Optional.empty(),
          Retry.none(),
          Optional.empty(),
          Optional.empty(),
          0,
          0);

  private static final FarmRows FARM =
      new FarmRows(
          NOW,
          List.of(REQUEST),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          List.of(),
          new TreeMap<>(),
          List.of(),
          FarmSettings.defaults(),
          Optional.empty());

  private static String text(boolean full, SortedMap<RequestId, List<WaitReason>> reasons) {
    return QueueListing.text(
        FARM, QueueListing.matching(FARM, ""), 100, reasons, full, ZoneOffset.UTC);
  }

  @Test
  void whatHasStartedSinceTheQueueWasReadIsSaidToWaitNoLonger() {
    assertThat(text(false, new TreeMap<>())).contains("no longer waits");
    assertThat(text(true, new TreeMap<>())).contains("     No longer waits: ");
  }

  @Test
  void whatIsQueuedIsNotSaidToWaitNoLonger() {
    TreeMap<RequestId, List<WaitReason>> reasons = new TreeMap<>();
    reasons.put(REQUEST.id(), List.of(new WaitReason.Impossible("hello")));

    assertThat(text(false, reasons)).contains("no slave can ever run it");
    assertThat(text(true, reasons)).doesNotContain("No longer waits");
  }
}
