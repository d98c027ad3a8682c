package org.yardmaster.master;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// A console without a window, over a real connection: waits for what the farm's rows come to.
public final class TestConsole implements AutoCloseable {
  /// Of each wait for another try only so much: a test need not spread its load.
  private static final double SHORT_OF_THE_BACK_OFF = 0.1;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SystemTimer timer = new SystemTimer("test-console-timer");
  private final WireClient<ConsoleFrame> wire =
      new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final MasterClient client;

  /// Changes with the owner only; others wait on it.
  private final Object changed = new Object();

  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private long version;
  private volatile FarmView view = new FarmView();
  private volatile boolean ready;
  private Connection connection = new Connection.Closed();

  private TestConsole(MasterClient.Target target) {
    client =
        new MasterClient(
            target,
            MasterClient.Persistence.COME_BACK,
            wire,
            timer,
            () -> SHORT_OF_THE_BACK_OFF,
            owner,
            new Listener());
  }

  public static TestConsole attach(MasterClient.Target target) throws Exception {
    TestConsole console = new TestConsole(target);
    CompletableFuture<ConsoleFrame.LoggedIn> login = console.client.start();
    console.client.follow();
    login.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    console.await(_ -> true);
    return console;
  }

  /// The next condition that the master tells everybody.
  public String awaitNotice() throws Exception {
    String notice = notices.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (notice == null) {
      throw new TimeoutException("no notice was heard");
    }
    return notice;
  }

  public MasterClient client() {
    return client;
  }

  /// Waits until the rows are as wished.
  public void await(Predicate<FarmView> wish) throws Exception {
    read(view -> wish.test(view) ? Boolean.TRUE : null);
  }

  /// Waits until `reading` finds something in the rows.
  public <T> T read(Function<FarmView, T> reading) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long seen = version();
      T found = onOwner(reading);
      if (found != null) {
        return found;
      }
      if (!awaitChange(seen, until)) {
        throw new TimeoutException(
            connection + ": " + onOwner(v -> v.requests() + ", " + v.builds() + ", " + v.slaves()));
      }
    }
  }

  private <T> T onOwner(Function<FarmView, T> reading) throws Exception {
    return owner.submit(() -> ready ? reading.apply(view) : null).get();
  }

  private long version() {
    synchronized (changed) {
      return version;
    }
  }

  private boolean awaitChange(long seen, long until) throws InterruptedException {
    synchronized (changed) {
      while (version == seen) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        changed.wait(left);
      }
      return true;
    }
  }

  /// Waits until the connection is as wished.
  public void awaitConnection(Predicate<Connection> wish) throws Exception {
    synchronized (changed) {
      while (!wish.test(connection)) {
        changed.wait(PATIENCE.toMillis());
      }
    }
  }

  public Answer command(Command command) throws Exception {
    return client.command(command).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public Answer.Accepted accepted(Command command) throws Exception {
    Answer answer = command(command);
    if (answer instanceof Answer.Accepted accepted) {
      return accepted;
    }
    throw new AssertionError(command + " -> " + answer);
  }

  public <R extends Reply> R ask(Query query, Class<R> kind) throws Exception {
    return kind.cast(client.ask(query).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    client.close();
    owner.close();
    wire.close();
    timer.close();
  }

  private final class Listener implements MasterClient.Listener {
    @Override
    public void connection(Connection state) {
      synchronized (changed) {
        connection = state;
        changed.notifyAll();
      }
    }

    @Override
    public void snapshotBegins(FarmView of, int total) {
      ready = false;
    }

    @Override
    public void ready(FarmView of) {
      seen(of);
    }

    @Override
    public void changed(FarmView of, ConsoleFrame.Changed batch) {
      seen(of);
    }

    @Override
    public void notice(String text) {
      notices.add(text);
    }

    private void seen(FarmView of) {
      view = of;
      ready = true;
      synchronized (changed) {
        version++;
        changed.notifyAll();
      }
    }
  }
}
