package org.yardmaster.master.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Writes what teaches the fish shell to complete a program: its commands where a command may
/// stand, and behind each command that command's options and the words it takes.
final class FishCompletion {
  private static final Pattern END_OF_FIRST_CLAUSE = Pattern.compile("[;.](\\s.*)?$|\\s*\\$\\{.*$");

  private static final String FILES = "-F ";

  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /// The script for a program with all its commands.
  static String of(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    completion.begin();
    completion.command(root, List.of());
    return completion.script.toString();
  }

  private void begin() {
    script.append(
        """
        # For fish: yardmaster completion fish | source
        # or keep it as ~/.config/fish/completions/yardmaster.fish

        function __%1$s_is -d 'The words typed so far are these'
            set -l words (commandline -opc)
            set -e words[1]
            test "$words" = "$argv"
        end

        function __%1$s_in -d 'The words typed so far begin with these'
            set -l words (commandline -opc)
            set -e words[1]
            set -l count (count $argv)
            test "$words[1..$count]" = "$argv"
        end

        complete -c %1$s -f
        """
            .formatted(program));
  }

  private void command(CommandSpec command, List<String> path) {
    String within = within(command, path);
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        line(within, option(option));
      }
    }
    for (ArgSpec parameter : command.positionalParameters()) {
      String values = values(parameter);
      if (!values.isEmpty()) {
        line(within, values.strip());
      }
    }
    command
        .subcommands()
        .forEach((name, subcommand) -> subcommand(name, subcommand.getCommandSpec(), path));
  }

  private void subcommand(String name, CommandSpec command, List<String> path) {
    String description = description(command.usageMessage().description());
    line(call("is", path), "-a " + quoted(name) + description);
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    command(command, longer);
  }

  /// The condition under which a command's own options are offered: not behind its subcommands.
  private String within(CommandSpec command, List<String> path) {
    if (path.isEmpty()) {
      return call("is", path);
    }
    String in = call("in", path);
    return command.subcommands().isEmpty()
        ? in
        : in
            + "; and not __fish_seen_subcommand_from "
            + String.join(" ", command.subcommands().keySet());
  }

  private String call(String function, List<String> path) {
    return String.join(
        " ", Stream.concat(Stream.of("__" + program + "_" + function), path.stream()).toList());
  }

  private void line(String condition, String what) {
    script
        .append("complete -c ")
        .append(program)
        .append(" -n ")
        .append(quoted(condition))
        .append(' ')
        .append(what)
        .append('\n');
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? "-l " : "-s ")
          .append(name.replaceFirst("^-+", ""))
          .append(' ');
    }
    if (option.arity().max() > 0) {
      String values = values(option);
      text.append(values.startsWith(FILES) ? "-r " : "-x ").append(values);
    }
    return text.toString().strip() + description(option.description());
  }

  /// What may stand as the value: files, or the words of a choice; "" for anything else.
  private static String values(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type == Path.class) {
      return FILES;
    }
    if (argument.completionCandidates() == null) {
      return "";
    }
    List<String> words = new ArrayList<>();
    argument.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return words.isEmpty() ? "" : "-a " + quoted(String.join(" ", words)) + " ";
  }

  private static String description(String... lines) {
    if (lines.length == 0) {
      return "";
    }
    String line = CommandLine.Help.Ansi.OFF.string(lines[0]);
    String clause = END_OF_FIRST_CLAUSE.matcher(line).replaceFirst("").strip();
    return clause.isEmpty() ? "" : " -d " + quoted(clause);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
