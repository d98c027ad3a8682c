package org.yardmaster.console.queue;

import java.util.Comparator;
import org.yardmaster.console.farm.LiveRow;

/// A line of the queue: a request, or the head of those of one priority.
public abstract sealed class QueueItem extends LiveRow permits QueueRow, PriorityRow {

  /// The farm's order, each priority's head before its requests.
  static final Comparator<QueueItem> ORDER = QueueItem::compare;

  abstract long rank();

  /// Whether the filter lets it be seen.
  abstract boolean matches();

  private static int compare(QueueItem a, QueueItem b) {
    if (a instanceof QueueRow left && b instanceof QueueRow right) {
      return left.order().compareTo(right.order());
    }
    int byRank = Long.compare(a.rank(), b.rank());
    return byRank != 0 ? byRank : Boolean.compare(a instanceof QueueRow, b instanceof QueueRow);
  }
}
