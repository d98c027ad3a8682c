package org.yardmaster.console;

import java.util.Optional;
import org.yardmaster.protocol.wire.Fingerprint;

/// What the command line says.
record Options(
    Optional<String> master,
    Optional<String> user,
    Optional<Fingerprint> fingerprint,
    Optional<String> tokenFile,
    boolean help) {

  static final String USAGE =
      """
      yardmaster-console [host[:port]] [--user USER] [--fingerprint HEX] [--token-file FILE]

        host:port      the master to attach to (port 7411 unless given)
        --user         as whom
        --fingerprint  of the farm, as `yardmaster init` printed it: then nobody has to compare it
        --token-file   on the master's own machine: the file that lets its user in without password
      """;

  /// Reads the arguments.
  ///
  /// @throws IllegalArgumentException that says which one is wrong
  static Options parse(String... args) {
    Options options =
        new Options(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--help") || arg.equals("-h")) {
        return new Options(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
      }
      if (arg.startsWith("--")) {
        options = options.with(arg, value(args, ++i));
      } else if (options.master().isEmpty()) {
        options =
            new Options(
                Optional.of(arg), options.user, options.fingerprint, options.tokenFile, false);
      } else {
        throw new IllegalArgumentException("argument '" + arg + "': one master only");
      }
    }
    return options;
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new IllegalArgumentException("option " + args[index - 1] + ": a value must follow");
    }
    return args[index];
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--user" -> new Options(master, Optional.of(value), fingerprint, tokenFile, help);
      case "--fingerprint" ->
          new Options(master, user, Optional.of(Fingerprint.parse(value)), tokenFile, help);
      case "--token-file" -> new Options(master, user, fingerprint, Optional.of(value), help);
      default -> throw new IllegalArgumentException("option " + name + ": not known; see --help");
    };
  }
}
