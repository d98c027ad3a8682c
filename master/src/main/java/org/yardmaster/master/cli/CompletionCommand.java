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
      "  source <(yardmaster completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /// The shells that understand it; one script serves both.
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println("# For " + shell + ": source <(yardmaster completion " + shell + ")");
    terminal.out().print(AutoComplete.bash("yardmaster", spec.root().commandLine()));
    terminal.out().flush();
    return ExitCode.OK.code();
  }
}
