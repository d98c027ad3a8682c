package org.yardmaster.master.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a batch leaves the rows of one table: of several changes of a key, the last one counts. All
/// deletes are written before all inserts, so that thousands of rows make two JDBC batches.
final class TableChanges<K, R> {
  private final Map<K, List<R>> rows = new LinkedHashMap<>();

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
    rows.keySet().forEach(table::delete);
    insertInto(table);
  }

  /// For a table whose rows are written once, as far as anybody remembers: spares the search for
  /// what is not there. Fails if it is.
  void addTo(Table<K, R> table) {
    rows.forEach((key, all) -> {
      if (all.isEmpty()) {
        table.delete(key);
      }
    });
    insertInto(table);
  }

  private void insertInto(Table<K, R> table) {
    rows.values().forEach(all -> all.forEach(table::insert));
  }
}
