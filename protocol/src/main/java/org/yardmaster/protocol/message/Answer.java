package org.yardmaster.protocol.message;

import java.util.Optional;
import org.yardmaster.protocol.model.RequestId;

/// What became of a command. The same command id gets the same answer for a day.
public sealed interface Answer {

  /// Done, and durable. `number` is the command's number in the audit record (what `undo` takes),
  /// `text` says what was done in words, `request` is the request a submit made.
  record Accepted(long number, String text, Optional<RequestId> request) implements Answer {}

  /// Not done, and nothing changed.
  record Refused(Code code, String text) implements Answer {}

  /// Why a command was refused.
  enum Code {
    /// Something it names does not exist.
    UNKNOWN,
    /// Something has changed since: the request has started, the row was edited.
    TOO_LATE,
    /// The command itself makes no sense.
    INVALID,
    /// The user's role does not allow it.
    FORBIDDEN,
    /// The master cannot store anything now.
    NOT_STORED
  }
}
