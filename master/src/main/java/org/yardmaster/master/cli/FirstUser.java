package org.yardmaster.master.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Turn;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command.PutUser;
import org.yardmaster.protocol.model.Role;

/// Writes the first admin of a new farm, the way a running master would have: as a command of this
/// machine's own person, folded and committed as one batch.
final class FirstUser {
  private final Store store;

  FirstUser(Store store) {
    this.store = store;
  }

  /// Whether somebody may log in at this farm already.
  boolean isThere() {
    return !store.recover().farm().users().isEmpty();
  }

  /// Adds an admin.
  ///
  /// @param by who calls this program
  void add(String name, String verifier, String by, Instant now) {
    Store.Recovered found = store.recover();
    Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
    Instant at = millis.isBefore(found.at()) ? found.at() : millis;
    Event event =
        new Event.Commanded(
            "init/" + UUID.randomUUID(),
            new Event.Person(by, true),
            new PutUser(name, Role.ADMIN, Optional.of(verifier)),
            Optional.empty());
    Turn turn = Turn.fold(new Farm(found.farm(), found.at()), List.of(new Stamped(at, event)));
    turn.decisions().forEach(FirstUser::check);
    try {
      store.commit(new Store.Batch(found.batch() + 1, found.term(), at, turn.changes()));
    } catch (Store.RefusedException | Store.UnknownOutcomeException e) {
      throw new Failure(
          ExitCode.REFUSED, "first user " + name + ": not stored (" + e.getMessage() + ")");
    }
  }

  private static void check(Decision decision) {
    if (decision instanceof Decision.AnswerCommand(var _, Answer.Refused(var code, var text))) {
      throw new Failure(ExitCode.of(code), text);
    }
  }
}
