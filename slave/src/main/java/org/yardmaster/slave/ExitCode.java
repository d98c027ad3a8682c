package org.yardmaster.slave;

/// What the process tells by its exit code.
public enum ExitCode {
  /// All is well: stopped as asked, or the owner's command was obeyed.
  OK(0),
  /// Something unforeseen; the log says what.
  FAILED(1),
  /// The command line or the settings are wrong.
  USAGE(2),
  /// The master will never let this slave in as it is: wrong secret, unknown name, another farm's
  /// certificate.
  REFUSED(3),
  /// Another process of this name is attached to the master.
  NAME_IN_USE(4),
  /// Another process uses the data folder.
  DATA_IN_USE(5),
  /// The owner's command found no slave running here.
  NOT_RUNNING(6),
  /// The data folder cannot be written.
  DISK(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The number.
  public int code() {
    return code;
  }
}
