package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.Shelved;
import org.yardmaster.protocol.model.SlaveId;

/// A request as a row.
record RequestRow(
    long id,
    long builder,
    int priority,
    boolean priorityByHand,
    long queueRank,
    String queuePlace,
    String submittedBy,
    Instant submittedAt,
    String reason,
    String properties,
    @Nullable Instant notBefore,
    @Nullable String heldBy,
    @Nullable Instant heldAt,
    @Nullable String heldReason,
    @Nullable Long build,
    int attempts,
    Instant countsFrom,
    int losses,
    String lostOn,
    @Nullable Instant retryAt,
    @Nullable Long avoidedSlave,
    @Nullable Instant avoidedUntil,
    @Nullable Instant shelvedAt,
    @Nullable String shelvedReason,
    int overtaken) {

  static RequestRow of(Request request) {
    @Nullable Hold hold = request.hold().orElse(null);
    Retry retry = request.retry();
    return new RequestRow(
        request.id().value(),
        request.builder().value(),
        request.priority(),
        request.priorityByHand(),
        request.rank(),
        request.place().key(),
        request.submittedBy(),
        request.submittedAt(),
        request.reason(),
        Texts.ofMap(request.properties()),
        request.notBefore().orElse(null),
        hold == null ? null : hold.by(),
        hold == null ? null : hold.at(),
        hold == null ? null : hold.reason(),
        request.build().map(BuildId::value).orElse(null),
        request.attempts(),
        request.countsFrom(),
        retry.losses(),
        Texts.ofIds(retry.lostOn(), SlaveId::value),
        retry.at().orElse(null),
        retry.avoided().map(SlaveId::value).orElse(null),
        retry.avoidedUntil().orElse(null),
        request.shelved().map(Shelved::at).orElse(null),
        request.shelved().map(Shelved::reason).orElse(null),
        request.overtaken());
  }

  Request toRequest() {
    return new Request(
        new RequestId(id),
        new BuilderId(builder),
        priority,
        priorityByHand,
        countsFrom,
        queueRank,
        new Place(queuePlace),
        submittedBy,
        submittedAt,
        reason,
        Texts.toMap(properties),
        Optional.ofNullable(notBefore),
        hold(),
        retry(),
        shelved(),
        Optional.ofNullable(build).map(BuildId::new),
        attempts,
        overtaken);
  }

  private Retry retry() {
    return new Retry(
        losses,
        Texts.toIds(lostOn, SlaveId::new),
        Optional.ofNullable(retryAt),
        Optional.ofNullable(avoidedSlave).map(SlaveId::new),
        Optional.ofNullable(avoidedUntil));
  }

  private Optional<Shelved> shelved() {
    return shelvedAt == null || shelvedReason == null
        ? Optional.empty()
        : Optional.of(new Shelved(shelvedAt, shelvedReason));
  }

  private Optional<Hold> hold() {
    return heldBy == null || heldAt == null || heldReason == null
        ? Optional.empty()
        : Optional.of(new Hold(heldBy, heldAt, heldReason));
  }
}
