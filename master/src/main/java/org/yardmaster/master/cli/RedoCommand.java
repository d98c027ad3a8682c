package org.yardmaster.master.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Undo;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "redo", description = "Take an undo back.")
final class RedoCommand implements Callable<Integer> {
  private static final int LOOKED_AT = 200;

  @Mixin private final ToMaster master;

  @Parameters(
      paramLabel = "NUMBER",
      arity = "0..1",
      description = "That of the undo, as 'audit' shows it; your newest if left out.")
  private Optional<Long> number = Optional.empty();

  RedoCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      long undo = number.orElseGet(() -> newest(attached));
      master.tell(attached.command(new Undo(Optional.of(undo))));
    }
    return ExitCode.OK.code();
  }

  /// The newest of this user's undos that stands: the one that a command not taken back otherwise
  /// names.
  private static long newest(Attached attached) {
    Reply.Audit audit = attached.ask(new Query.Audit(LOOKED_AT), Reply.Audit.class);
    return audit.entries().stream()
        .filter(entry -> entry.undoable() && entry.user().equals(attached.welcome().user()))
        .filter(
            entry -> audit.entries().stream().anyMatch(other -> other.undoneBy() == entry.number()))
        .max(Comparator.comparingLong(Reply.AuditEntry::number))
        .orElseThrow(
            () -> new Failure(ExitCode.REFUSED, "redo: you have no undo that could be taken back"))
        .number();
  }
}
