package org.yardmaster.master.cli;

/// Begins and ends the process; everything between is [Program].
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  /// @param args a command and its options
  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      boolean master = args.length > 0 && args[0].equals("master");
      System.setProperty(
          LOG_SETTINGS,
          "org/yardmaster/master/cli/" + (master ? "logback-master.xml" : "logback-client.xml"));
    }
    System.exit(new Program(Terminal.ofProcess()).run(args));
  }
}
