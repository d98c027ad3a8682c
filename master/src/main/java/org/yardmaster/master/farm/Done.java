package org.yardmaster.master.farm;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.RequestId;

/// What a command has done: in words, with the request it made if it made one, and what takes it
/// back.
record Done(String text, Optional<RequestId> request, List<CommandRecord.Replaced> replaced) {

  /// Done, and not to be taken back.
  static Done forGood(String text) {
    return new Done(text, Optional.empty(), List.of());
  }

  /// Done, and undone by putting these rows back.
  static Done undoable(String text, List<? extends CommandRecord.Replaced> replaced) {
    return new Done(text, Optional.empty(), List.copyOf(replaced));
  }
}
