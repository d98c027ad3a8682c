package org.yardmaster.console.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Rows kept in an order and shown through a filter, both row by row: a change costs a binary
/// search, whatever the number of rows. Only a new order, a new filter or a batch so big that one
/// sort is cheaper looks at all of them.
///
/// Each change is told by itself: JavaFX mixes up several of them told as one (its list change
/// builder merges an insertion and a removal at one place wrongly).
///
/// What orders a row must change inside [#change] only. The order must tell any two rows apart.
public final class OrderedRows<R> {
  /// From so many changes on a batch is sorted at its end.
  private static final int BULK = 150;

  private final List<R> all = new ArrayList<>();
  private final ObservableList<R> shown = FXCollections.observableArrayList();
  private final Set<R> removed = Collections.newSetFromMap(new IdentityHashMap<>());
  private Comparator<? super R> order;
  private Predicate<? super R> filter = _ -> true;
  private boolean bulk;

  public OrderedRows(Comparator<? super R> order) {
    this.order = order;
  }

  /// What is to be seen, in order.
  public ObservableList<R> shown() {
    return shown;
  }

  /// All rows in order, seen or not; not to be kept.
  public List<R> all() {
    return Collections.unmodifiableList(all);
  }

  /// A batch of about so many changes begins.
  public void begin(int changes) {
    bulk = changes >= BULK;
  }

  /// The batch is over.
  public void end() {
    if (bulk) {
      bulk = false;
      all.removeIf(removed::contains);
      removed.clear();
      rearrange();
    }
  }

  public void add(R row) {
    if (bulk) {
      all.add(row);
      return;
    }
    all.add(spot(all, row), row);
    if (filter.test(row)) {
      shown.add(spot(shown, row), row);
    }
  }

  public void remove(R row) {
    if (bulk) {
      removed.add(row);
      return;
    }
    remove(all, row);
    remove(shown, row);
  }

  /// Changes a row and puts it where it then belongs.
  public void change(R row, Runnable mutation) {
    if (bulk) {
      mutation.run();
      return;
    }
    int index = indexOf(all, row);
    int seen = indexOf(shown, row);
    mutation.run();
    boolean moved = !stands(index);
    if (moved) {
      all.remove(index);
      all.add(spot(all, row), row);
    }
    boolean show = filter.test(row);
    if (seen >= 0 && (moved || !show)) {
      shown.remove(seen);
    }
    if (show && (moved || seen < 0)) {
      shown.add(spot(shown, row), row);
    }
  }

  public void clear() {
    all.clear();
    removed.clear();
    shown.clear();
  }

  public void filter(Predicate<? super R> filter) {
    this.filter = filter;
    shown.setAll(all.stream().filter(filter).toList());
  }

  public void order(Comparator<? super R> order) {
    this.order = order;
    rearrange();
  }

  /// Where a row stands among all, from 0; -1 if it is not there.
  public int indexOf(R row) {
    return indexOf(all, row);
  }

  /// Where a row stands among those to be seen, from 0; -1 if it is not there.
  public int shownAt(R row) {
    return indexOf(shown, row);
  }

  private void rearrange() {
    all.sort(order);
    shown.setAll(all.stream().filter(filter).toList());
  }

  private boolean stands(int index) {
    R row = all.get(index);
    return (index == 0 || order.compare(all.get(index - 1), row) < 0)
        && (index == all.size() - 1 || order.compare(row, all.get(index + 1)) < 0);
  }

  private void remove(List<R> rows, R row) {
    int index = indexOf(rows, row);
    if (index >= 0) {
      rows.remove(index);
    }
  }

  private int spot(List<R> rows, R row) {
    int found = Collections.binarySearch(rows, row, order);
    return found >= 0 ? found : -found - 1;
  }

  @SuppressWarnings("ReferenceEquality") // A row is itself, not one that looks like it.
  private int indexOf(List<R> rows, R row) {
    int found = Collections.binarySearch(rows, row, order);
    return found >= 0 && rows.get(found) == row ? found : -1;
  }
}
