package org.yardmaster.master.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Undo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "undo",
    description =
        "Take a command back: a move, priority, hold, release, cancel, pause, resume, out or in of"
            + " service.")
final class UndoCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(
      paramLabel = "NUMBER",
      arity = "0..1",
      description = "As 'audit' shows it; your newest that can be taken back if left out.")
  private Optional<Long> number = Optional.empty();

  UndoCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new Undo(number));
  }
}
