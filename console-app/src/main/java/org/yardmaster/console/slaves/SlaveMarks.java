package org.yardmaster.console.slaves;

import org.yardmaster.console.theme.Mark;

/// Which mark goes with which state.
final class SlaveMarks {
  private SlaveMarks() {}

  static Mark of(SlaveState state) {
    return switch (state) {
      case DOWN -> Mark.DOWN;
      case UNREACHABLE -> Mark.UNREACHABLE;
      case OUT_OF_SERVICE -> Mark.OUT_OF_SERVICE;
      case RETIRED -> Mark.RETIRED;
      case BACKED_OFF -> Mark.BACKED_OFF;
      case AWAY -> Mark.AWAY;
      case BUSY -> Mark.BUSY;
      case ACCEPTING -> Mark.ACCEPTING;
      case ABSENT -> Mark.ABSENT;
    };
  }
}
