package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.SlaveId;

/// A builder as a row.
record BuilderRow(
    long id,
    String name,
    String definition,
    boolean retired,
    @Nullable Long lastBuild,
    @Nullable String lastOutcome,
    @Nullable Instant lastFinishedAt,
    @Nullable Long lastSlave) {

  static BuilderRow of(Builder builder) {
    Builder.@Nullable Last last = builder.last().orElse(null);
    return new BuilderRow(
        builder.id().value(),
        builder.name(),
        Texts.of(builder.definition()),
        builder.retired(),
        last == null ? null : last.build().value(),
        last == null ? null : last.outcome().name(),
        last == null ? null : last.finishedAt(),
        last == null ? null : last.slave().value());
  }

  Builder toBuilder() {
    return new Builder(
        new BuilderId(id), name, Texts.to(definition, BuilderDefinition.class), retired, last());
  }

  private Optional<Builder.Last> last() {
    return lastBuild == null || lastOutcome == null || lastFinishedAt == null || lastSlave == null
        ? Optional.empty()
        : Optional.of(
            new Builder.Last(
                new BuildId(lastBuild),
                Outcome.valueOf(lastOutcome),
                lastFinishedAt,
                new SlaveId(lastSlave)));
  }
}
