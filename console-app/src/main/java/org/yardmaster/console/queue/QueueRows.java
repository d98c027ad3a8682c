package org.yardmaster.console.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// The lines of the queue in order, with a head for each priority that has any, through the filter.
final class QueueRows {
  private final OrderedRows<QueueItem> items = new OrderedRows<>(QueueItem.ORDER);
  private final SortedMap<RequestId, QueueRow> rows = new TreeMap<>();
  private final NavigableMap<Long, PriorityRow> heads = new TreeMap<>();
  private List<String> words = List.of();
  private boolean headed = true;
  private int changing;

  ObservableList<QueueItem> shown() {
    return items.shown();
  }

  int size() {
    return rows.size();
  }

  int matching() {
    return items.shown().size()
        - (int) heads.values().stream().filter(PriorityRow::matches).count();
  }

  /// Whether rows are being moved about just now: what a table then says of its selection is not
  /// its user's doing.
  boolean isChanging() {
    return changing > 0;
  }

  void begin(int changes) {
    changing++;
    items.begin(changes);
  }

  void end() {
    items.end();
    changing--;
  }

  void clear() {
    rows.clear();
    heads.clear();
    changing++;
    items.clear();
    changing--;
  }

  Optional<QueueRow> row(RequestId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /// Adds the request or shows it as it is now.
  void keep(Request request, String builder) {
    QueueRow known = rows.get(request.id());
    if (known == null) {
      QueueRow row = new QueueRow(request, builder);
      row.match(words);
      rows.put(row.id(), row);
      items.add(row);
      count(row, row.rank(), 1, row.matches());
    } else {
      change(known, () -> known.told(request, builder));
    }
  }

  Optional<QueueRow> remove(RequestId id) {
    QueueRow row = rows.remove(id);
    if (row == null) {
      return Optional.empty();
    }
    items.remove(row);
    count(row, row.rank(), -1, row.matches());
    return Optional.of(row);
  }

  /// Changes a row, which may change its place and whether it is seen.
  void change(QueueRow row, Runnable mutation) {
    long rank = row.rank();
    boolean seen = row.matches();
    changing++;
    items.change(
        row,
        () -> {
          mutation.run();
          row.match(words);
        });
    if (rank != row.rank() || seen != row.matches()) {
      count(row, row.rank(), 1, row.matches());
      count(row, rank, -1, seen);
    }
    changing--;
  }

  /// Whether each priority has a head. Where waiting counts like priority, requests of all
  /// priorities are mixed, and there is none.
  void headed(boolean now) {
    if (headed == now) {
      return;
    }
    headed = now;
    changing++;
    if (headed) {
      rows.values().forEach(row -> count(row, row.rank(), 1, row.matches()));
    } else {
      heads.values().forEach(items::remove);
      heads.clear();
    }
    changing--;
  }

  boolean isHeaded() {
    return headed;
  }

  private void count(QueueRow row, long rank, int requests, boolean seen) {
    if (!headed) {
      return;
    }
    PriorityRow head = heads.get(rank);
    if (head == null) {
      head = new PriorityRow(rank, row.priority());
      heads.put(rank, head);
      items.add(head);
    }
    PriorityRow counted = head;
    items.change(counted, () -> counted.count(requests, seen ? requests : 0));
    if (counted.isEmpty()) {
      items.remove(counted);
      heads.remove(rank);
    }
  }

  /// A builder has another name.
  void rename(BuilderId builder, String name) {
    for (QueueRow row : List.copyOf(rows.values())) {
      if (row.request().builder().equals(builder) && !row.builder().equals(name)) {
        change(row, () -> row.told(row.request(), name));
      }
    }
  }

  /// Shows only what has all the words of `text` in it.
  void filter(String text) {
    words = List.of(text.trim().toLowerCase(Locale.ROOT).split("\\s+"));
    SortedMap<Long, Integer> seen = new TreeMap<>();
    for (QueueRow row : rows.values()) {
      row.match(words);
      if (row.matches()) {
        seen.merge(row.rank(), 1, Integer::sum);
      }
    }
    heads.forEach((rank, head) -> head.countSeen(seen.getOrDefault(rank, 0)));
    changing++;
    items.filter(QueueItem::matches);
    changing--;
  }

  /// Where a request stands in the whole queue, from 1.
  int place(QueueRow row) {
    int index = items.indexOf(row);
    return index < 0 ? 0 : index + 1 - heads.headMap(row.rank(), true).size();
  }

  /// Which of the lines shown a request is, from 0; -1 if it is not shown.
  int shownAt(QueueRow row) {
    return items.shownAt(row);
  }

  /// The row that stands beside `row` in its own rank.
  Optional<QueueRow> neighbour(QueueRow row, int step, List<QueueRow> without) {
    List<QueueItem> all = items.all();
    for (int i = items.indexOf(row) + step; i >= 0 && i < all.size(); i += step) {
      if (!(all.get(i) instanceof QueueRow other) || other.rank() != row.rank()) {
        return Optional.empty();
      }
      if (!without.contains(other)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  /// The same rows in the order of the queue.
  List<QueueRow> inOrder(List<QueueRow> some) {
    List<QueueRow> ordered = new ArrayList<>(some);
    ordered.sort(QueueItem.ORDER);
    return ordered;
  }
}
