package org.yardmaster.protocol.model;

import java.util.Optional;

/// A slave of the farm: its definition, and what is known of it now. `definition` is what the
/// configuration or the command that added it said; one that neither names any more is `retired`:
/// it gets no new build, and goes when its last build has ended.
public record Slave(
    SlaveId id,
    String name,
    SlaveDefinition definition,
    Origin origin,
    boolean retired,
    Contact contact,
    Presence presence,
    Optional<OutOfService> outOfService,
    SlaveFacts facts,
    Reliability reliability) {

  /// Who named the slave: the configuration, or a command (then no configuration takes it away).
  public enum Origin {
    CONFIG,
    COMMAND
  }

  /// The same slave under another definition.
  public Slave defined(SlaveDefinition definition, Origin origin, boolean retired) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, outOfService, facts, reliability);
  }

  /// The same slave in another state of contact.
  public Slave withContact(Contact contact) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, outOfService, facts, reliability);
  }

  /// The same slave after it told its presence.
  public Slave withPresence(Presence presence) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, outOfService, facts, reliability);
  }

  /// The same slave with or without an operator's mark.
  public Slave withMark(Optional<OutOfService> mark) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, mark, facts, reliability);
  }

  /// The same slave after it told its facts.
  public Slave withFacts(SlaveFacts facts) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, outOfService, facts, reliability);
  }

  /// The same slave trusted otherwise.
  public Slave withReliability(Reliability reliability) {
    return new Slave(
        id, name, definition, origin, retired, contact, presence, outOfService, facts, reliability);
  }
}
