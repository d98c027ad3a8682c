package org.yardmaster.console;

import javafx.application.Application;

/// `yardmaster-console`. Apart from [ConsoleApp], because Java refuses to start a JavaFX
/// application from the class path directly.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
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
