package org.yardmaster.console.builds;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.RequestId;

/// One ended request as history shows it.
public final class HistoryRow extends LiveRow {
  static final Comparator<HistoryRow> NEWEST_FIRST =
      Comparator.comparing(HistoryRow::id).reversed();

  private final FinishedRequest ended;

  HistoryRow(FinishedRequest ended) {
    this.ended = ended;
  }

  public RequestId id() {
    return ended.request().id();
  }

  public FinishedRequest ended() {
    return ended;
  }

  /// When its last build ended, or it was cancelled.
  public Instant at() {
    return ended.finishedAt();
  }

  /// How long its last build ran; empty if there was none.
  public Optional<Duration> ran() {
    if (ended.request().attempts() == 0) {
      return Optional.empty();
    }
    Instant started = ended.request().submittedAt().plus(ended.waited());
    return Optional.of(Duration.between(started, ended.finishedAt()));
  }

  /// Who asked for it and why.
  public String why() {
    String reason = ended.request().reason();
    return ended.request().submittedBy() + (reason.isBlank() ? "" : "   " + reason);
  }

  /// What a person should read first.
  public String detail() {
    String by = ended.endedBy();
    if (ended.detail().isBlank()) {
      return by.isBlank() ? "" : "by " + by;
    }
    return by.isBlank() ? ended.detail() : ended.detail() + " by " + by;
  }
}
