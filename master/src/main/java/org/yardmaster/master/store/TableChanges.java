package org.yardmaster.master.store;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// How a batch leaves the rows of one table: of several changes of a key, the last one counts. All
/// deletes are written before all inserts, so that thousands of rows make two JDBC batches. In the
/// order of their keys: to find a key, the database walks over those behind it that the same
/// transaction has deleted.
final class TableChanges<K extends Comparable<? super K>, R> {
  private final TreeMap<K, List<R>> rows = new TreeMap<>();

  void put(K key, R row) {
    put(key, List.of(row));
  }

  /// These rows, and no others, belong to the key.
  void put(K key, List<R> all) {
    rows.put(key, all);
  }

  void remove(K key) {
    rows.put(key, List.of());
  }

  void writeTo(Table<K, R> table) {
    writeTo(table, _ -> false);
  }

  /// Spares the search for what is not there yet. Fails if it is.
  ///
  /// @param isNew whether the table has no row of a key, as far as anybody remembers
  void writeTo(Table<K, R> table, Predicate<K> isNew) {
    rows.forEach((key, all) -> {
      if (all.isEmpty() || !isNew.test(key)) {
        table.delete(key);
      }
    });
    rows.values().forEach(all -> all.forEach(table::insert));
  }
}
