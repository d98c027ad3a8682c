package org.yardmaster.master.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.UnknownFarm;
import picocli.CommandLine.Option;

/// The options by which a command finds its master and logs in, and how its result is printed.
/// Every command that talks to a master has one.
final class ToMaster {
  private final Terminal terminal;

  @Option(
      names = "--master",
      paramLabel = "HOST[:PORT]",
      description = "The master; or set YARDMASTER_MASTER. Port 7411 if left out.")
  private @Nullable HostPort master;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "On the master's own machine: its data folder; logs in without a password. Or set"
              + " YARDMASTER_DATA.")
  private @Nullable Path data;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who logs in, or set YARDMASTER_USER; your name on this machine if left out.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "Holds the password in its first line. Or set YARDMASTER_PASSWORD, or be asked.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "The farm's fingerprint; if left out, the one you confirmed before.")
  private @Nullable Fingerprint fingerprint;

  @Option(names = "--json", description = "Prints JSON for scripts.")
  private boolean json;

  ToMaster(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  boolean json() {
    return json;
  }

  /// Logs in for a command that is over at once.
  Attached attach() {
    return attach(Attached::once);
  }

  /// Logs in to stay.
  Attached stay(MasterClient.Listener listener) {
    return attach(target -> Attached.staying(target, listener));
  }

  private interface Way {
    Attached attach(MasterClient.Target target) throws UnknownFarm;
  }

  private Attached attach(Way way) {
    MasterClient.Target target = target();
    try {
      return way.attach(target);
    } catch (UnknownFarm e) {
      throw new Failure(
          ExitCode.NO_MASTER,
          "master "
              + target.master()
              + ": "
              + e.getMessage()
              + "; if the farm's keys were made anew, remove its line from "
              + KnownFarms.of(terminal).file()
              + ", else somebody stands in between");
    }
  }

  private MasterClient.Target target() {
    if (master != null && data != null) {
      throw new Failure(ExitCode.USAGE, "master: --master and --data at once; give one of them");
    }
    if (data != null) {
      return LocalMaster.at(data, userName());
    }
    if (master != null) {
      return target(master);
    }
    return terminal
        .variable("YARDMASTER_MASTER")
        .map(Typed::master)
        .map(this::target)
        .or(() ->
            terminal
                .variable("YARDMASTER_DATA")
                .map(dir -> LocalMaster.at(Path.of(dir), userName())))
        .orElseThrow(() ->
            new Failure(
                ExitCode.USAGE,
                "no master named: give --master HOST:PORT, or on its own machine --data DIR (or set"
                    + " YARDMASTER_MASTER or YARDMASTER_DATA)"));
  }

  private MasterClient.Target target(HostPort where) {
    Fingerprint farm =
        Optional.ofNullable(fingerprint)
            .or(() -> KnownFarms.of(terminal).of(where))
            .orElseGet(() -> learn(where));
    return new MasterClient.Target(where, Optional.of(farm), userName(), password(), false);
  }

  private String userName() {
    return user.or(() -> terminal.variable("YARDMASTER_USER")).orElse(terminal.user());
  }

  /// Asks the person whether the fingerprint that the master shows is the right one.
  private Fingerprint learn(HostPort where) {
    Terminal.Person person =
        terminal
            .person()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.NO_MASTER,
                    "master "
                        + where
                        + ": its farm is not known here yet, and nobody is here to confirm it; give"
                        + " --fingerprint"));
    Fingerprint presented = presented(where);
    terminal.err().println("The master " + where + " shows the farm fingerprint");
    terminal.err().println("  " + presented.grouped());
    String answer = person.answer("Is it the one that 'yardmaster init' printed there? [y/N] ");
    if (!answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y")) {
      throw new Failure(ExitCode.NO_MASTER, "master " + where + ": not trusted; nothing was sent");
    }
    KnownFarms.of(terminal).remember(where, presented);
    return presented;
  }

  private static Fingerprint presented(HostPort where) {
    try (Attached _ =
        Attached.once(new MasterClient.Target(where, Optional.empty(), "", "", false))) {
      throw new IllegalStateException("master " + where + ": let in somebody who trusts no farm");
    } catch (UnknownFarm e) {
      return e.presented();
    }
  }

  private String password() {
    return passwordFile
        .map(ToMaster::firstLine)
        .or(() -> terminal.variable("YARDMASTER_PASSWORD"))
        .or(() -> terminal.person().map(p -> p.password("Password of " + userName() + ": ")))
        .orElseThrow(() ->
            new Failure(
                ExitCode.NO_MASTER,
                "user "
                    + userName()
                    + ": no password, and nobody is here to be asked; give --password-file or set"
                    + " YARDMASTER_PASSWORD"));
  }

  static String firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new Failure(ExitCode.USAGE, "password file " + file + ": is empty"));
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, "password file " + file + ": cannot be read (" + e + ")");
    }
  }

  // Printing.

  /// What a script reads of a command that was carried out.
  record Done(boolean accepted, long number, String text, Optional<RequestId> request) {
    static Done of(Answer.Accepted answer) {
      return new Done(true, answer.number(), answer.text(), answer.request());
    }
  }

  /// Has a command carried out, and tells so.
  int carryOut(Command command) {
    try (Attached attached = attach()) {
      tell(attached.command(command));
    }
    return ExitCode.OK.code();
  }

  /// Prints what the farm's rows say, with times in the terminal's zone.
  int list(BiFunction<FarmRows, ZoneId, String> text, Function<FarmRows, ?> rows) {
    try (Attached attached = attach()) {
      FarmRows farm = attached.rows();
      print(() -> text.apply(farm, terminal.zone()), rows.apply(farm));
      farm.notice().ifPresent(why -> terminal.err().println("master: " + why));
    }
    return ExitCode.OK.code();
  }

  /// Tells that a command was carried out.
  void tell(Answer.Accepted answer) {
    print(() -> answer.text() + ".\n", Done.of(answer));
  }

  /// Prints for people, or with `--json` the rows for scripts.
  void print(Supplier<String> text, Object rows) {
    terminal.out().print(json ? Json.document(rows) : text.get());
    terminal.out().flush();
  }
}
