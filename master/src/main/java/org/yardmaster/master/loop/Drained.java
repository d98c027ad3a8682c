package org.yardmaster.master.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.protocol.message.Command;

/// What one turn folds: events, and who wants to know what becomes of each. Belongs to one thread.
final class Drained {
  private final List<Work> works = new ArrayList<>();
  private final Map<String, Receipt> commands = new LinkedHashMap<>();

  /// An event of a batch: stamped, and who wants to know of it.
  record Work(Stamped stamped, Receipt receipt) {}

  static Drained of(Work work) {
    Drained one = new Drained();
    one.add(work);
    return one;
  }

  void add(Work work) {
    works.add(work);
    if (work.stamped().event() instanceof Event.Commanded command) {
      commands.put(command.id(), work.receipt());
    }
  }

  /// An undo needs the audit record of what went before it, a command sent twice the answer to its
  /// first copy: both begin a batch of their own.
  boolean mustPrecede(Event event) {
    return event instanceof Event.Commanded command
        && ((!works.isEmpty() && command.command() instanceof Command.Undo)
            || commands.containsKey(command.id()));
  }

  List<Work> works() {
    return works;
  }

  List<Stamped> events() {
    return works.stream().map(Work::stamped).toList();
  }

  /// Who waits for the answer to a command of this batch.
  Optional<Receipt> receiptOf(String command) {
    return Optional.ofNullable(commands.get(command));
  }
}
