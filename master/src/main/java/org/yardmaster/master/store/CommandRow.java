package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.RequestId;

/// A command of the audit as a row. `undoCandidate`: it replaced rows, and is not itself an undo,
/// so that an undo without a number may find it.
record CommandRow(
    long number,
    String clientId,
    Instant carriedOutAt,
    String userName,
    String kind,
    String command,
    String answerText,
    @Nullable Long answerRequest,
    String replaced,
    boolean undoCandidate,
    long undoneBy) {

  static CommandRow of(CommandRecord record) {
    return new CommandRow(
        record.number(),
        record.id(),
        record.at(),
        record.user(),
        record.command().getClass().getSimpleName(),
        Texts.of(record.command()),
        record.answer().text(),
        record.answer().request().map(RequestId::value).orElse(null),
        Texts.ofReplaced(record.replaced()),
        !record.replaced().isEmpty() && !(record.command() instanceof Command.Undo),
        record.undoneBy());
  }

  CommandRecord toRecord() {
    return new CommandRecord(
        number,
        clientId,
        carriedOutAt,
        userName,
        Texts.to(command, Command.class),
        new Answer.Accepted(
            number, answerText, Optional.ofNullable(answerRequest).map(RequestId::new)),
        Texts.toReplaced(replaced),
        undoneBy);
  }

  /// A client's id that must not be carried out twice.
  record ClientIdRow(String clientId, long number, Instant carriedOutAt) {
    static ClientIdRow of(CommandRecord record) {
      return new ClientIdRow(record.id(), record.number(), record.at());
    }
  }

  /// What the audit shows of a command, without what it takes to take it back.
  record AuditRow(
      long number,
      Instant carriedOutAt,
      String userName,
      String answerText,
      boolean undoable,
      long undoneBy) {
    Reply.AuditEntry toEntry() {
      return new Reply.AuditEntry(number, carriedOutAt, userName, answerText, undoable, undoneBy);
    }
  }
}
