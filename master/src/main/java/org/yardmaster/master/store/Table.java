package org.yardmaster.master.store;

/// A mapper of one table that is written by key: a row is replaced by deleting and inserting it.
interface Table<K, R> {

  /// Deletes the row or rows of a key, if there are any.
  void delete(K key);

  /// Inserts a row.
  void insert(R row);
}
