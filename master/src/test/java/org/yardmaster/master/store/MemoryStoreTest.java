package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.master.loop.Store.RefusedException;
import org.yardmaster.master.loop.Store.UnknownOutcomeException;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestId;

/// Holds the fake to what the real store promises, and to how it is told to fail.
final class MemoryStoreTest extends StoreContract {
  private final MemoryStore store = new MemoryStore();

  @Override
  Store store() {
    return store;
  }

  @Override
  List<Long> endedRequests() {
    return store.finishedRequests().keySet().stream().map(RequestId::value).toList();
  }

  @Override
  List<Long> endedBuilds() {
    return store.finishedBuilds().keySet().stream().map(BuildId::value).toList();
  }

  @Override
  Store reopened() {
    store.close();
    return store;
  }

  @Test
  void refusesAsTold() throws Exception {
    store.refuseNext();
    assertThatThrownBy(() -> commit(1)).isInstanceOf(RefusedException.class);
    assertThat(store.storedBatch()).isZero();
    commit(2);

    store.refuseAll(batch -> batch.number() == 4);
    commit(3);
    assertThatThrownBy(() -> commit(4)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> commit(4)).isInstanceOf(RefusedException.class);
    assertThat(store.storedBatch()).isEqualTo(3);
  }

  @Test
  void failsBeforeOrAfterStoringAsTold() {
    store.failNextBeforeStoring();
    store.failNextAfterStoring();

    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThat(store.storedBatch()).isZero();
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThat(store.storedBatch()).isOne();
  }

  private void commit(long number) throws Exception {
    store.commit(new Batch(number, 1, Instant.EPOCH, List.of()));
  }
}
