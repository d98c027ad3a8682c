package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print what teaches a shell to complete this program's commands and options.",
      "  bash, zsh: source <(yardmaster completion bash)",
      "  fish:      yardmaster completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /// The shells that understand it; one script serves the first two.
  enum Shell {
    bash,
    zsh,
    fish
  }

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal
        .out()
        .print(
            switch (shell) {
              case bash, zsh -> bash();
              case fish -> FishCompletion.of(spec.root());
            });
    terminal.out().flush();
    return ExitCode.OK.code();
  }

  private String bash() {
    return "# For %s: source <(yardmaster completion %s)\n".formatted(shell, shell)
        + AutoComplete.bash("yardmaster", spec.root().commandLine());
  }
}
