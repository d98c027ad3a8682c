package org.yardmaster.master.cli;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Show who did what, newest first.")
final class AuditCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = HowMany.class,
      description = "Shows so many at most, up to 1000; 20 if left out.")
  private int limit = 20;

  AuditCommand(ToMaster master) {
    this.master = master;
  }

  /// A command that was carried out. `undoneBy` is the number of the one that took it back.
  record Row(
      long number, String at, String user, String text, boolean undoable, OptionalLong undoneBy) {
    static Row of(Reply.AuditEntry entry) {
      return new Row(
          entry.number(),
          Json.time(entry.at()),
          entry.user(),
          entry.text(),
          entry.undoable(),
          entry.undoneBy() == 0 ? OptionalLong.empty() : OptionalLong.of(entry.undoneBy()));
    }
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      List<Reply.AuditEntry> entries =
          attached.ask(new Query.Audit(limit), Reply.Audit.class).entries();
      Words words = new Words(attached.now(), master.terminal().zone());
      master.print(() -> text(entries, words), entries.stream().map(Row::of).toList());
    }
    return ExitCode.OK.code();
  }

  static String text(List<Reply.AuditEntry> entries, Words words) {
    Table table = new Table(">NUMBER", "AT", "USER", "WHAT", "UNDO");
    for (Reply.AuditEntry entry : entries) {
      table.row(
          Long.toString(entry.number()),
          words.time(entry.at()),
          entry.user(),
          entry.text(),
          undo(entry));
    }
    return table.toString();
  }

  private static String undo(Reply.AuditEntry entry) {
    if (entry.undoneBy() != 0) {
      return "undone by " + entry.undoneBy();
    }
    return entry.undoable() ? "can be undone" : "";
  }
}
