package org.yardmaster.console;

import javafx.application.Application;

/// `yardmaster-console`. Apart from [ConsoleApp], because Java refuses to start a JavaFX
/// application from the class path directly.
public final class Main {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private Main() {}

  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "org/yardmaster/console/logback-console.xml");
    }
    try {
      if (Options.parse(args).help()) {
        IO.print(Options.USAGE);
        return;
      }
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
    Application.launch(ConsoleApp.class, args);
  }
}
