package org.yardmaster.master.cli;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that a command sees of the world it was called in.
///
/// @param person who can be asked something; empty where nobody sits there
record Terminal(
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Path home,
    String user,
    ZoneId zone,
    Optional<Person> person) {

  /// Somebody at a terminal.
  interface Person {
    /// Asks for a line of text.
    String answer(String question);

    /// Asks for a line that is not shown while it is typed.
    String password(String question);
  }

  /// The terminal of this process.
  static Terminal ofProcess() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        System.getProperty("user.name", ""),
        ZoneId.systemDefault(),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).map(Terminal::personAt));
  }

  /// A variable of the environment; one that is blank counts as none.
  Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
  }

  private static Person personAt(Console console) {
    return new Person() {
      @Override
      public String answer(String question) {
        return given(console.readLine("%s", question));
      }

      @Override
      public String password(String question) {
        char[] typed = console.readPassword("%s", question);
        return given(typed == null ? null : new String(typed));
      }
    };
  }

  private static String given(@Nullable String typed) {
    if (typed == null) {
      throw new Failure(
          ExitCode.USAGE, "terminal: the input ended before the question was answered");
    }
    return typed;
  }
}
