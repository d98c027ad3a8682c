package org.yardmaster.protocol.model;

/// How a build, or the request it was made for, ended.
public enum Outcome {
  /// All steps ended well.
  SUCCESS,
  /// A step failed: the build's own fault.
  FAILURE,
  /// The request was taken back before it started.
  CANCELLED,
  /// A person, or an announced end of the slave, stopped the build.
  STOPPED,
  /// Lost for a reason outside the build; the request is tried again.
  TRANSIENT,
  /// The result came after the request had been started again.
  SUPERSEDED
}
