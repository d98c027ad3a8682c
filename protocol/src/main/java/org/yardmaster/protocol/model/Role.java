package org.yardmaster.protocol.model;

/// What a user may do; each role may do all that the ones before it may.
public enum Role {
  VIEWER,
  OPERATOR,
  ADMIN;

  /// Whether this role includes `needed`.
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
