package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;

/// The audit record of one command that was carried out, with all it takes to take it back.
/// `undoneBy` is the number of the command that did, 0 for none.
public record CommandRecord(
    long number,
    String id,
    Instant at,
    String user,
    Command command,
    Answer.Accepted answer,
    List<Replaced> replaced,
    long undoneBy) {

  public CommandRecord {
    replaced = List.copyOf(replaced);
  }

  /// Whether `undo` has anything to put back.
  public boolean undoable() {
    return !replaced.isEmpty() && undoneBy == 0;
  }

  /// A row as it was before the command, and as the command left it.
  public sealed interface Replaced {}

  /// A queued request; `after` is empty where it was cancelled, or `before` where a cancel was
  /// undone.
  public record RequestWas(Optional<Request> before, Optional<Request> after) implements Replaced {}

  /// The place of a request that was only made room for: nobody came to stand elsewhere by it.
  public record PlaceWas(RequestId request, Place before, Place after) implements Replaced {}

  /// A pause, or none.
  public record PauseWas(PauseScope scope, Optional<Pause> before, Optional<Pause> after)
      implements Replaced {}

  /// A slave's mark, or none.
  public record MarkWas(SlaveId slave, Optional<OutOfService> before, Optional<OutOfService> after)
      implements Replaced {}
}
