package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.TakeOut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "out", description = "Take slaves out of service: no new builds there.")
final class SlaveOutCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Mixin private final UntilOptions end = new UntilOptions();

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The slaves.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  SlaveOutCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      master.tell(
          attached.command(
              new TakeOut(names, reason, end.end(attached.now(), master.terminal().zone()))));
    }
    return ExitCode.OK.code();
  }
}
