package org.yardmaster.protocol.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;

/// One connection. Frames are encoded on the thread that sends; a writer thread joins what has come
/// together meanwhile and hands it to MINA in large pieces, a few at a time, so that TLS does not
/// keep the sender and many small frames become few records and few writes. Only a little that is
/// sent [Together] is written by its sender. State is guarded by this object's monitor; nothing is
/// called while it is held.
final class MinaPeer<F> implements Peer<F> {
  /// As much as goes to MINA in one piece.
  private static final int PIECE_BYTES = 64 << 10;

  /// As much as MINA is given before the operating system has taken some of it.
  private static final int IN_FLIGHT_BYTES = 256 << 10;

  /// As many pieces as MINA is given at once; its TLS filter fails with more than 64.
  private static final int IN_FLIGHT_PIECES = 16;

  /// As much as its sender may write: one record of TLS.
  private static final int LITTLE_BYTES = 16 << 10;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final IoSession session;
  private final FrameCodec<F> codec;
  private final FrameDecoder<F> decoder;
  private final WireLimits limits;
  private final WireListener<F> listener;
  private final Executor writers;
  private final Timer timer;
  private final String remoteAddress;

  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long queuedBytes;
  private int inFlightBytes;
  private int inFlightPieces;
  private boolean writing;
  private boolean opened;
  private boolean ended;
  private boolean heard;
  private boolean trusted;
  private boolean drainedAwaited;
  private Optional<String> closeReason = Optional.empty();
  private Timer.Alarm deadline = () -> {};

  MinaPeer(
      IoSession session,
      FrameCodec<F> codec,
      FrameDecoder<F> decoder,
      WireLimits limits,
      WireListener<F> listener,
      Executor writers,
      Timer timer) {
    this.session = session;
    this.codec = codec;
    this.decoder = decoder;
    this.limits = limits;
    this.listener = listener;
    this.writers = writers;
    this.timer = timer;
    this.remoteAddress = text(session.getRemoteAddress());
  }

  private static String text(Object address) {
    return address instanceof InetSocketAddress inet
        ? new HostPort(inet.getAddress().getHostAddress(), inet.getPort()).toString()
        : String.valueOf(address);
  }

  @Override
  public void send(F frame) {
    byte[] body = codec.encode(frame);
    if (body.length > WireLimits.HARD_MAXIMUM) {
      throw new MalformedFrame(
          codec
              + " "
              + frame.getClass().getSimpleName()
              + " of "
              + body.length
              + " bytes: the maximum is "
              + WireLimits.HARD_MAXIMUM
              + "; not sent");
    }
    boolean start;
    boolean overfull;
    synchronized (this) {
      if (closeReason.isPresent() || ended) {
        return;
      }
      waiting.addLast(body);
      queuedBytes += body.length + FrameCodec.HEADER;
      overfull = queuedBytes > limits.queue();
      start = startWriting();
    }
    if (overfull) {
      closeNow(
          "does not read: " + queuedBytes() + " bytes wait for it, " + limits.queue() + " may");
    } else if (start && !Together.holds(this)) {
      writeElsewhere();
    }
  }

  /// Called with the monitor held. Whether the caller has to start the writer.
  private boolean startWriting() {
    if (writing || !opened || waiting.isEmpty() || inFlightIsFull()) {
      return false;
    }
    writing = true;
    return true;
  }

  private boolean inFlightIsFull() {
    return inFlightBytes >= IN_FLIGHT_BYTES || inFlightPieces >= IN_FLIGHT_PIECES;
  }

  synchronized boolean hasLittle() {
    return queuedBytes <= LITTLE_BYTES;
  }

  /// Has a writer do it.
  void writeElsewhere() {
    writers.execute(this::write);
  }

  /// Writes on this thread. Whatever fails costs this connection only.
  void writeHere() {
    guarded(this::write);
  }

  /// To be called by whom [#startWriting] told to.
  private void write() {
    for (Optional<IoBuffer> piece = nextPiece(); piece.isPresent(); piece = nextPiece()) {
      int bytes = piece.get().remaining();
      session.write(piece.get()).addListener(_ -> written(bytes));
    }
  }

  private synchronized Optional<IoBuffer> nextPiece() {
    if (waiting.isEmpty() || inFlightIsFull()) {
      writing = false;
      return Optional.empty();
    }
    int frames = 0;
    int bytes = 0;
    for (byte[] body : waiting) {
      int size = body.length + FrameCodec.HEADER;
      if (frames > 0 && bytes + size > PIECE_BYTES) {
        break;
      }
      frames++;
      bytes += size;
    }
    IoBuffer piece = IoBuffer.allocate(bytes);
    for (int i = 0; i < frames; i++) {
      byte[] body = waiting.removeFirst();
      piece.putInt(body.length).put(body);
    }
    inFlightBytes += bytes;
    inFlightPieces++;
    return Optional.of(piece.flip());
  }

  private void written(int bytes) {
    boolean start;
    boolean drained;
    boolean closing;
    synchronized (this) {
      inFlightBytes -= bytes;
      inFlightPieces--;
      queuedBytes -= bytes;
      closing = queuedBytes == 0 && !ended && closeReason.isPresent();
      drained = isDrainedAsAwaited();
      start = startWriting();
    }
    if (start) {
      writeElsewhere();
    }
    if (closing) {
      session.closeOnFlush();
    } else if (drained) {
      tellDrained();
    }
  }

  @Override
  public void awaitDrained() {
    boolean drained;
    synchronized (this) {
      drainedAwaited = true;
      drained = isDrainedAsAwaited();
    }
    if (drained) {
      tellDrained();
    }
  }

  /// Called with the monitor held. Whether the caller has to tell it.
  private boolean isDrainedAsAwaited() {
    boolean drained = drainedAwaited && queuedBytes == 0 && !ended && closeReason.isEmpty();
    drainedAwaited &= !drained;
    return drained;
  }

  private void tellDrained() {
    writers.execute(() -> guarded(() -> listener.drained(this)));
  }

  @Override
  public void close(String reason) {
    boolean flushed;
    synchronized (this) {
      if (closeReason.isPresent() || ended) {
        return;
      }
      closeReason = Optional.of(reason);
      flushed = queuedBytes == 0;
      deadline.cancel();
      deadline = timer.after(CLOSE_PATIENCE, session::closeNow);
    }
    if (flushed) {
      session.closeOnFlush();
    }
  }

  /// Closes without waiting for anything.
  void closeNow(String reason) {
    synchronized (this) {
      if (closeReason.isEmpty()) {
        closeReason = Optional.of(reason);
      }
    }
    session.closeNow();
  }

  /// Closes once TLS's own alert is out; nothing of ours goes before it.
  void closeFlushed(String reason) {
    synchronized (this) {
      if (closeReason.isPresent() || ended) {
        return;
      }
      closeReason = Optional.of(reason);
      deadline.cancel();
      deadline = timer.after(CLOSE_PATIENCE, session::closeNow);
    }
    session.closeOnFlush();
  }

  @Override
  public void trust() {
    trust(limits.frames());
  }

  @Override
  public void trustFully() {
    trust(WireLimits.HARD_MAXIMUM);
  }

  private void trust(int longestFrame) {
    decoder.allow(longestFrame);
    synchronized (this) {
      trusted = true;
      if (closeReason.isEmpty()) {
        deadline.cancel();
      }
    }
  }

  @Override
  public void suspendReading() {
    session.suspendRead();
  }

  @Override
  public void resumeReading() {
    session.resumeRead();
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public synchronized long queuedBytes() {
    return queuedBytes;
  }

  /// The connection was made: TLS and the first frame have to come soon.
  void connected() {
    expect("nothing was said for " + limits.patience().toSeconds() + " s");
  }

  private synchronized void expect(String otherwise) {
    deadline.cancel();
    if (closeReason.isEmpty() && !ended && !trusted) {
      deadline = timer.after(limits.patience(), () -> closeNow(otherwise));
    }
  }

  /// TLS is done.
  void secured() {
    synchronized (this) {
      if (opened || ended) {
        return;
      }
      opened = true;
    }
    guarded(() -> listener.opened(this));
    boolean start;
    synchronized (this) {
      start = startWriting();
    }
    if (start) {
      writeElsewhere();
    }
  }

  void received(F frame) {
    boolean first;
    synchronized (this) {
      if (closeReason.isPresent() || ended) {
        return;
      }
      first = !heard;
      heard = true;
    }
    if (first) {
      expect("did not say who it is for " + limits.patience().toSeconds() + " s");
    }
    guarded(() -> listener.received(this, frame));
  }

  /// The connection is gone. Whether the listener ever knew it.
  boolean ended() {
    boolean known;
    String reason;
    synchronized (this) {
      if (ended) {
        return true;
      }
      ended = true;
      deadline.cancel();
      waiting.clear();
      known = opened;
      reason = closeReason.orElse("closed by the other side");
    }
    if (known) {
      guarded(() -> listener.closed(this, reason));
    }
    return known;
  }

  synchronized String reason() {
    return closeReason.orElse("closed by the other side");
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      WireHandler.LOG.error("{}: failed on it; closing this connection", this, e);
      closeNow("internal error: " + e);
    }
  }

  @Override
  public String toString() {
    return remoteAddress;
  }
}
