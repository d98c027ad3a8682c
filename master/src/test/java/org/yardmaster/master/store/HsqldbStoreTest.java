package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.loop.Store;

/// Holds the real store to its promises.
final class HsqldbStoreTest extends StoreContract {
  @TempDir private Path data;
  private HsqldbStore store;

  @BeforeEach
  void open() {
    store = HsqldbStore.open(data);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  Store reopened() {
    store.close();
    store = HsqldbStore.open(data);
    return store;
  }

  @Test
  void folderInUseIsRefusedWithItsHolder() {
    assertThatThrownBy(() -> HsqldbStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "data folder %s: already in use by process %d; stop it first",
            data, ProcessHandle.current().pid());
  }
}
