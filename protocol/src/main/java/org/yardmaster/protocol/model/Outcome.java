package org.yardmaster.protocol.model;

/// How a build, or the request it was made for, ended.
public enum Outcome {
  /// All steps ended well.
  SUCCESS,
  /// A step failed: the build's own fault.
  FAILURE,
  /// The request was taken back before it started.
  CANCELLED,
  /// A person stopped the build, an announced end of its slave, or the slave when it had not heard
  /// the master for as long as the lease.
  STOPPED,
  /// Lost for a reason outside the build; the request is tried again.
  TRANSIENT,
  /// The result came after the request had been started again.
  SUPERSEDED
}
