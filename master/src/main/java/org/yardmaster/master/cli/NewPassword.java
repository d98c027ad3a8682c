package org.yardmaster.master.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A password to be given to somebody: out of a file, typed twice by whoever sits there, or made up
/// and shown once.
final class NewPassword {
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int GROUPS = 4;
  private static final int GROUP = 5;
  private static final int SHORTEST = 8;

  @Option(
      names = "--new-password-file",
      paramLabel = "FILE",
      description = "Holds the new password in its first line.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--generate", description = "Makes a password up and shows it once.")
  private boolean generate;

  /// A password, and whether the person has to be shown it.
  record Chosen(String password, boolean madeUp) {}

  /// Gets it.
  Chosen choose(Terminal terminal, String user) {
    if (file.isPresent()) {
      return given(ToMaster.firstLine(file.get()));
    }
    return generate || terminal.person().isEmpty()
        ? new Chosen(random(), true)
        : typed(terminal.person().get(), user);
  }

  private static Chosen typed(Terminal.Person person, String user) {
    String first = person.password("New password of " + user + ": ");
    if (!first.equals(person.password("The same again: "))) {
      throw new Failure(ExitCode.USAGE, "password: the two differ; nothing was changed");
    }
    return given(first);
  }

  /// A password that somebody chose.
  static Chosen given(String password) {
    if (password.length() < SHORTEST) {
      throw new Failure(
          ExitCode.USAGE, "password: too short; " + SHORTEST + " characters are the least");
    }
    return new Chosen(password, false);
  }

  /// A password that is easily copied and never guessed: 100 random bits.
  static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      text.append(i > 0 && i % GROUP == 0 ? "-" : "");
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
