package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.slave.core.ProcessKey;

/// Turns what a step does into command lines, and runs them until one fails.
///
/// @param environment of every command
/// @param folder the step's working directory, which exists
record StepActions(
    StepRun run,
    StepLog log,
    Map<String, String> environment,
    Path folder,
    Consumer<ProcessKey> started) {

  /// @return the exit code of the last command that ran
  int perform(StepAction action) throws IOException, InterruptedException {
    return switch (action) {
      case StepAction.Shell(String script) -> execute(shell(script));
      case StepAction.Program(List<String> argv) -> execute(argv);
      case StepAction.GitCheckout checkout -> checkOut(checkout);
    };
  }

  private static List<String> shell(String script) {
    return Machine.WINDOWS ? List.of("cmd", "/c", script) : List.of("/bin/sh", "-e", "-c", script);
  }

  private int execute(List<String> argv) throws IOException, InterruptedException {
    return run.run(argv, environment, folder, started);
  }

  /// Brings the folder to the revision and removes files that git neither tracks nor ignores: what
  /// a build keeps between runs (its compiled classes, say) is ignored, and makes the next one
  /// fast.
  private int checkOut(StepAction.GitCheckout checkout) throws IOException, InterruptedException {
    boolean isNew = !Files.exists(folder.resolve(".git"));
    List<List<String>> commands = new ArrayList<>();
    if (isNew) {
      commands.add(List.of("init", "--quiet"));
      commands.add(List.of("remote", "add", "--", "origin", checkout.url()));
    } else {
      commands.add(List.of("remote", "set-url", "--", "origin", checkout.url()));
    }
    commands.add(
        List.of(
            "fetch",
            "--quiet",
            "--force",
            "--prune",
            "--tags",
            "origin",
            "+refs/heads/*:refs/remotes/origin/*"));
    int code = git(commands);
    return code == 0 ? git(toRevision(checkout)) : code;
  }

  private List<List<String>> toRevision(StepAction.GitCheckout checkout) {
    List<List<String>> commands = new ArrayList<>();
    Optional<String> revision = checkout.revision();
    if (revision.isEmpty() && checkout.branch().isEmpty()) {
      commands.add(List.of("remote", "set-head", "origin", "--auto"));
    }
    String target =
        revision.orElseGet(() -> "refs/remotes/origin/" + checkout.branch().orElse("HEAD"));
    commands.add(
        List.of(
            "-c", "advice.detachedHead=false", "checkout", "--force", "--detach", target, "--"));
    commands.add(List.of("reset", "--quiet", "--hard"));
    commands.add(List.of("clean", "-f", "-d", "--quiet"));
    return commands;
  }

  private int git(List<List<String>> commands) throws IOException, InterruptedException {
    int code = 0;
    for (List<String> command : commands) {
      List<String> argv = new ArrayList<>(List.of("git"));
      argv.addAll(command);
      log.note("$ " + String.join(" ", argv));
      code = execute(argv);
      if (code != 0 || run.ending().isPresent()) {
        return code;
      }
    }
    return code;
  }
}
