package org.yardmaster.console.queue;

import org.yardmaster.protocol.message.Command;

/// Where rows are to be put: beside a row, not at an index, so that what arrives meanwhile cannot
/// shift it.
public record Target(QueueRow anchor, Command.Side side) {

  /// The place in words.
  public String text() {
    String side = this.side == Command.Side.BEFORE ? "before " : "behind ";
    return "priority " + anchor.priority() + ", " + side + anchor.id();
  }
}
