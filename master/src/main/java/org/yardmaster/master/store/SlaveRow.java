package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;

/// A slave as a row.
record SlaveRow(
    long id,
    String name,
    String definition,
    String origin,
    boolean retired,
    String contact,
    Instant contactSince,
    String startId,
    String address,
    String contactDetail,
    String presence,
    String presenceReason,
    @Nullable Instant presenceUntil,
    @Nullable String outBy,
    @Nullable Instant outAt,
    @Nullable String outReason,
    @Nullable Instant outUntil,
    String os,
    String arch,
    String software,
    String timeZone,
    String lost,
    int backOffs,
    @Nullable Instant backedOffUntil) {

  static SlaveRow of(Slave slave) {
    Contact contact = slave.contact();
    Presence presence = slave.presence();
    @Nullable OutOfService mark = slave.outOfService().orElse(null);
    SlaveFacts facts = slave.facts();
    return new SlaveRow(
        slave.id().value(),
        slave.name(),
        Texts.of(slave.definition()),
        slave.origin().name(),
        slave.retired(),
        contact.state().name(),
        contact.since(),
        contact.startId(),
        contact.address(),
        contact.detail(),
        presence.state().name(),
        presence.reason(),
        presence.until().orElse(null),
        mark == null ? null : mark.by(),
        mark == null ? null : mark.at(),
        mark == null ? null : mark.reason(),
        mark == null ? null : mark.until().orElse(null),
        facts.os(),
        facts.arch(),
        facts.version(),
        facts.timeZone(),
        Texts.ofIds(slave.reliability().lost(), RequestId::value),
        slave.reliability().backOffs(),
        slave.reliability().until().orElse(null));
  }

  Slave toSlave() {
    return new Slave(
        new SlaveId(id),
        name,
        Texts.to(definition, SlaveDefinition.class),
        Slave.Origin.valueOf(origin),
        retired,
        new Contact(Contact.State.valueOf(contact), contactSince, startId, address, contactDetail),
        new Presence(
            Presence.State.valueOf(presence), presenceReason, Optional.ofNullable(presenceUntil)),
        mark(),
        new SlaveFacts(os, arch, software, timeZone),
        new Reliability(
            Texts.toIds(lost, RequestId::new), backOffs, Optional.ofNullable(backedOffUntil)));
  }

  private Optional<OutOfService> mark() {
    return outBy == null || outAt == null || outReason == null
        ? Optional.empty()
        : Optional.of(new OutOfService(outBy, outAt, outReason, Optional.ofNullable(outUntil)));
  }
}
