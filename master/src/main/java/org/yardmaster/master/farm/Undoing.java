package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.yardmaster.master.farm.CommandRecord.MarkWas;
import org.yardmaster.master.farm.CommandRecord.PauseWas;
import org.yardmaster.master.farm.CommandRecord.PlaceWas;
import org.yardmaster.master.farm.CommandRecord.Replaced;
import org.yardmaster.master.farm.CommandRecord.RequestWas;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// Takes a command back: every row it replaced, or none. A row that somebody has changed since, or
/// a request that has started, refuses the whole. What the undo replaces is kept like that of any
/// command: undoing an undo is redo.
final class Undoing {
  private static final String UNDONE = "Undone: ";
  private static final String REDONE = "Done again: ";

  private final Rows rows;
  private final Queue queue;
  private final Crowd crowd;
  private final QueueCommands requests;
  private final Losses losses;

  Undoing(Rows rows, Queue queue, Crowd crowd, QueueCommands requests, Losses losses) {
    this.rows = rows;
    this.queue = queue;
    this.crowd = crowd;
    this.requests = requests;
    this.losses = losses;
  }

  Done undo(Optional<CommandRecord> target, String user, long number, Instant now) throws Refusal {
    CommandRecord command =
        target.orElseThrow(() -> Refusal.unknown("undo: there is no such command to take back"));
    if (command.undoneBy() != 0) {
      throw Refusal.tooLate(
          "undo of " + command.number() + ": already taken back by " + command.undoneBy());
    }
    if (!command.undoable()) {
      throw Refusal.invalid(
          "undo of " + command.number() + ": '" + command.answer().text() + "' cannot be undone");
    }
    for (Replaced row : command.replaced()) {
      check(command, row);
    }
    List<Replaced> inverse = new ArrayList<>(unspread(command));
    command.replaced().stream()
        .filter(row -> !(row instanceof PlaceWas))
        .sorted(Comparator.comparing(Undoing::placeBefore).reversed())
        .forEach(row -> inverse.add(putBack(row, user, now)));
    rows.markUndone(command.number(), number);
    return Done.undoable(words(command.answer().text()), inverse);
  }

  /// Those for whom the command only made room get their places back, if that disturbs nobody: so
  /// what it moved finds its own among them.
  private List<PlaceWas> unspread(CommandRecord command) {
    List<PlaceWas> spread = new ArrayList<>();
    TreeSet<RequestId> moved = new TreeSet<>();
    for (Replaced row : command.replaced()) {
      if (row instanceof PlaceWas was) {
        spread.add(was);
      } else if (row instanceof RequestWas(Optional<Request> before, var _)) {
        before.map(Request::id).ifPresent(moved::add);
      }
    }
    List<PlaceWas> inverse = new ArrayList<>();
    for (Request back : crowd.unspread(spread, moved)) {
      Place was = rows.request(back.id()).orElseThrow().place();
      inverse.add(new PlaceWas(back.id(), was, back.place()));
      rows.keep(back);
    }
    return inverse;
  }

  /// Where a request goes back to: the last first, as in [Queue#lastFirst].
  private static Place placeBefore(Replaced row) {
    return row instanceof RequestWas(Optional<Request> before, var _) && before.isPresent()
        ? before.get().place()
        : Place.lowest();
  }

  /// Undoing an undo is doing it again.
  private static String words(String done) {
    return done.startsWith(UNDONE)
        ? REDONE + done.substring(UNDONE.length())
        : UNDONE + (done.startsWith(REDONE) ? done.substring(REDONE.length()) : done);
  }

  private void check(CommandRecord command, Replaced row) throws Refusal {
    switch (row) {
      case RequestWas(var _, Optional<Request> after) when after.isPresent() ->
          check(command, after.get());
      case RequestWas(Optional<Request> before, var _) -> {
        if (rows.request(before.orElseThrow().id()).isPresent()) {
          throw changed(command, before.get().id().toString());
        }
      }
      case PlaceWas _ -> {}
      case PauseWas(var scope, var _, var after) -> {
        boolean gone =
            scope.kind() == PauseScope.Kind.SLAVE && rows.slaveNamed(scope.name()).isEmpty();
        if (gone || !rows.pause(scope).equals(after)) {
          throw changed(command, "the pause of " + scope);
        }
      }
      case MarkWas(var slave, var _, var after) -> {
        Optional<Slave> now = rows.slave(slave);
        if (now.isEmpty() || !now.get().outOfService().equals(after)) {
          throw changed(command, now.map(Slave::name).orElse(slave.toString()));
        }
      }
    }
  }

  private void check(CommandRecord command, Request after) throws Refusal {
    Optional<Request> now = rows.request(after.id());
    if (now.isEmpty()) {
      throw Refusal.tooLate("undo of " + command.number() + ": " + after.id() + " has ended");
    }
    if (now.get().build().isPresent()) {
      throw Refusal.tooLate("undo of " + command.number() + ": " + after.id() + " has started");
    }
    Request request = now.get();
    boolean same =
        request.order().equals(after.order())
            && request.hold().equals(after.hold())
            && request.retry().equals(after.retry())
            && request.shelved().equals(after.shelved());
    if (!same) {
      throw changed(command, after.id().toString());
    }
  }

  private static Refusal changed(CommandRecord command, String what) {
    return Refusal.tooLate("undo of " + command.number() + ": " + what + " has been changed since");
  }

  private Replaced putBack(Replaced row, String user, Instant now) {
    return switch (row) {
      case RequestWas was -> putBack(was, user, now);
      case PlaceWas was -> was;
      case PauseWas(var scope, var before, var after) -> {
        rows.pause(scope, before);
        yield new PauseWas(scope, after, before);
      }
      case MarkWas(var slave, var before, var after) -> {
        rows.keep(rows.slave(slave).orElseThrow().withMark(before));
        yield new MarkWas(slave, after, before);
      }
    };
  }

  private RequestWas putBack(RequestWas was, String user, Instant now) {
    if (was.before().isEmpty()) {
      Request queued = rows.request(was.after().orElseThrow().id()).orElseThrow();
      requests.end(queued, user, "cancelled again", now);
      return new RequestWas(Optional.of(queued), Optional.empty());
    }
    Request before = was.before().get();
    Optional<Request> current = rows.request(before.id());
    Request back =
        queue
            .at(
                current.orElse(before),
                before.priority(),
                before.priorityByHand(),
                before.countsFrom(),
                before.place())
            .withHold(before.hold())
            .withRetry(before.retry())
            .withShelved(before.shelved());
    if (back.shelved().isPresent()) {
      losses.shelvedAgain(back, now);
    } else {
      current.ifPresent(request -> losses.forgive(request, now));
    }
    if (current.isPresent()) {
      rows.keep(back);
    } else {
      rows.restore(back);
    }
    return new RequestWas(current, Optional.of(back));
  }
}
