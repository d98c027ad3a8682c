package org.yardmaster.protocol.model;

import java.util.Locale;

/// What people want to be told of wherever they are.
public enum IncidentKind {
  /// A slave was not heard for longer than its grace.
  HOST_DOWN,
  /// A request lost too many builds and waits for a person.
  REQUEST_SHELVED,
  /// A slave lost too many builds in a row and is left alone.
  SLAVE_BACKED_OFF,
  /// Requests wait that could run, and nothing has started for long.
  QUEUE_NOT_MOVING,
  /// The master's disk is nearly full.
  DISK_RESERVE;

  /// As configurations and hooks write it: `host-down`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
