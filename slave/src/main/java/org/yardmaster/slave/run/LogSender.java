package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.slave.core.Input;

/// Sends the logs of all builds by offset, in turn, each as far as the master's credit reaches.
///
/// A new connection begins where the master last said it was, and says at least one chunk of each
/// log, if need be an empty one: the answer tells what the master really has, and then the sending
/// goes on from there. One thread sends; all methods may be called by any thread and return at
/// once.
public final class LogSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogSender.class);
  private static final int LARGEST_CHUNK = 64 * 1024;

  /// What may be sent before the master has said how much.
  private static final long FIRST_CREDIT = 256 * 1024;

  /// The log of one step.
  record Key(BuildId build, int step) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::build).thenComparingInt(Key::step).compare(this, other);
    }
  }

  private static final class State {
    private long available;
    private boolean closed;
    private long stored;
    private long firstSent;
    private long sent;
    private long creditUntil = FIRST_CREDIT;
    private boolean mustAsk;

    private long sendable() {
      return Math.min(available, creditUntil) - sent;
    }

    private boolean due() {
      return sendable() > 0 || (mustAsk && available > 0);
    }
  }

  private record Due(Key key, State state, long offset, int size) {}

  private final Path data;
  private final ChunkLine line;
  private final Consumer<List<Input>> events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final NavigableMap<Key, State> logs = new TreeMap<>();
  private boolean up;
  private boolean closed;
  private long wakings;
  private @Nullable Key last;

  /// @param data the slave's data folder
  /// @param events is told of logs the master has for good
  public LogSender(Path data, ChunkLine line, Consumer<List<Input>> events) {
    this.data = data;
    this.line = line;
    this.events = events;
    var _ = Thread.ofPlatform().daemon().name("log-sender").start(this::sendAll);
  }

  /// A line is up: all that is not stored is sent again on it.
  public void connected() {
    change(() -> {
      wake();
      for (State state : logs.values()) {
        state.firstSent = state.stored;
        state.sent = state.stored;
        state.creditUntil = state.stored + FIRST_CREDIT;
        state.mustAsk = true;
      }
    });
  }

  /// The line is down.
  public void disconnected() {
    change(() -> up = false);
  }

  /// The line can take another chunk.
  public void ready() {
    change(this::wake);
  }

  private void wake() {
    up = true;
    wakings++;
  }

  /// The master has told how far it is. Without credit it takes nothing now, and dropped what was
  /// under way.
  public void stored(SlaveFrame.LogStored stored) {
    Key key = new Key(stored.build(), stored.step());
    change(() -> Optional.ofNullable(logs.get(key)).ifPresent(state -> stored(key, state, stored)));
  }

  private void stored(Key key, State state, SlaveFrame.LogStored told) {
    boolean hasLess = told.length() < state.firstSent;
    boolean takesNothing = told.credit() == 0;
    if (hasLess || takesNothing || told.length() > state.sent) {
      state.firstSent = told.length();
      state.sent = told.length();
    }
    state.stored = told.length();
    state.creditUntil = told.length() + told.credit();
    if (told.synced() && state.closed) {
      logs.remove(key);
      events.accept(List.of(new Input.LogSynced(key.build(), key.step())));
    }
  }

  void grown(Key key, long length) {
    change(() -> logs.computeIfAbsent(key, _ -> new State()).available = length);
  }

  void closed(Key key, long length) {
    if (length == 0) {
      return;
    }
    change(() -> {
      State state = logs.computeIfAbsent(key, _ -> new State());
      state.available = length;
      state.closed = true;
    });
  }

  void forget(BuildId build) {
    change(() -> logs.subMap(new Key(build, 0), new Key(build, Integer.MAX_VALUE)).clear());
  }

  @Override
  public void close() {
    change(() -> closed = true);
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      // Most builds print little or nothing, and who is woken for nothing costs more than this.
      if (closed || (up && findDue().isPresent())) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendAll() {
    try {
      while (true) {
        Optional<Due> due = next();
        if (due.isEmpty()) {
          return;
        }
        send(due.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the next log that may send something, in turn; empty when this is closed.
  private Optional<Due> next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Optional<Map.Entry<Key, State>> found = up ? findDue() : Optional.empty();
        if (found.isPresent()) {
          State state = found.get().getValue();
          last = found.get().getKey();
          int size = (int) Math.max(0, Math.min(LARGEST_CHUNK, state.sendable()));
          return Optional.of(new Due(last, state, state.sent, size));
        }
        changed.await();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Map.Entry<Key, State>> findDue() {
    if (last != null) {
      for (Map.Entry<Key, State> entry : logs.tailMap(last, false).entrySet()) {
        if (entry.getValue().due()) {
          return Optional.of(entry);
        }
      }
    }
    return logs.entrySet().stream().filter(entry -> entry.getValue().due()).findFirst();
  }

  private void send(Due due) {
    Key key = due.key();
    byte[] bytes = read(key, due.offset(), due.size());
    boolean unreadable = bytes.length < due.size();
    long before;
    lock.lock();
    try {
      if (unreadable) {
        logs.remove(key);
      }
      if (due.state().sent != due.offset() || !logs.containsKey(key)) {
        return;
      }
      // Before it is sent: the answer may be here before sendChunk returns.
      due.state().sent += bytes.length;
      due.state().mustAsk = false;
      before = wakings;
    } finally {
      lock.unlock();
    }
    // Without the lock: the line may have one of its own, under which it calls this object.
    if (!line.sendChunk(new SlaveFrame.LogChunk(key.build(), key.step(), due.offset(), bytes))) {
      change(() -> refused(due, bytes.length, before));
    }
  }

  private void refused(Due due, int size, long before) {
    if (due.state().sent == due.offset() + size) {
      due.state().sent = due.offset();
      due.state().mustAsk = true;
    }
    up &= wakings != before;
  }

  /// A log that cannot be read is sent no more in this life: the next one fills it up with blanks
  /// ([Spool#recover]).
  private byte[] read(Key key, long offset, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    try (FileChannel file =
        FileChannel.open(Spool.file(data, key.build(), key.step()), StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
    } catch (IOException e) {
      log.warn("{}: log of step {} cannot be read at {}", key.build(), key.step(), offset, e);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
