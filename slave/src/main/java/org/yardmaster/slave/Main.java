package org.yardmaster.slave;

import org.yardmaster.slave.cli.SlaveCommand;

/// The program `yardmaster-slave`.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  /// Exits with an [ExitCode].
  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "logback-slave.xml");
    }
    System.exit(SlaveCommand.commandLine().execute(args));
  }
}
