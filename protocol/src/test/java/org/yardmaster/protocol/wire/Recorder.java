package org.yardmaster.protocol.wire;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A listener that writes down what it hears, for a test to wait for.
final class Recorder<F> implements WireListener<F> {
  private static final long PATIENCE_SECONDS = 20;

  final BlockingQueue<Peer<F>> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<F> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  final BlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();
  final BlockingQueue<Peer<F>> drained = new LinkedBlockingQueue<>();
  private final BiConsumer<Peer<F>, F> onFrame;

  Recorder() {
    this((_, _) -> {});
  }

  Recorder(BiConsumer<Peer<F>, F> onFrame) {
    this.onFrame = onFrame;
  }

  @Override
  public void opened(Peer<F> peer) {
    opened.add(peer);
  }

  @Override
  public void received(Peer<F> peer, F frame) {
    onFrame.accept(peer, frame);
    frames.add(frame);
  }

  @Override
  public void drained(Peer<F> peer) {
    drained.add(peer);
  }

  @Override
  public void closed(Peer<F> peer, String reason) {
    closed.add(reason);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("nothing came");
    }
    return item;
  }
}
