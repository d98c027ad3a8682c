package org.yardmaster.master.bench;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// Somebody who submits and commands, over the consoles' protocol.
final class Desk implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  /// Commands under way at once where many are given.
  private static final int UNDER_WAY = 2_000;

  private final SystemTimer timer = new SystemTimer("desk-timer");
  private final WireClient<ConsoleFrame> wire =
      new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("desk").factory());
  private final MasterClient client;

  private Desk(BenchFarm farm, MasterClient.Listener listener) {
    client =
        new MasterClient(
            farm.target(),
            MasterClient.Persistence.COME_BACK,
            wire,
            timer,
            Math::random,
            owner,
            listener);
  }

  /// Logs in, without following the farm.
  static Desk at(BenchFarm farm) throws Exception {
    return at(farm, _ -> {});
  }

  /// Logs in, without following the farm yet; `listener` hears on the desk's own thread.
  static Desk at(BenchFarm farm, MasterClient.Listener listener) throws Exception {
    Desk desk = new Desk(farm, listener);
    desk.client.start().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return desk;
  }

  MasterClient client() {
    return client;
  }

  /// Submits request `number` of a measurement, which its build's properties tell.
  CompletableFuture<Answer> submit(String builder, long number) {
    return client.command(
        new Command.Submit(
            builder,
            "bench",
            Sorted.map(Map.of("n", String.valueOf(number))),
            Optional.empty(),
            Optional.empty()));
  }

  /// Gives a command and waits until it is durable.
  Answer.Accepted accepted(Command command) throws Exception {
    return accepted(client.command(command).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  static Answer.Accepted accepted(Answer answer) {
    if (answer instanceof Answer.Accepted accepted) {
      return accepted;
    }
    throw new IllegalStateException("refused: " + answer);
  }

  <T extends Reply> T ask(Query query, Class<T> kind) throws Exception {
    return kind.cast(client.ask(query).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /// Makes command after command, many under way at once, and waits until all are durable.
  interface Commands {
    Command number(int i);
  }

  void all(int count, Commands commands) throws Exception {
    Semaphore room = new Semaphore(UNDER_WAY);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < count; i++) {
      room.acquire();
      var _ =
          client
              .command(commands.number(i))
              .thenAccept(Desk::accepted)
              .whenComplete((_, e) -> {
                if (e != null) {
                  failure.compareAndSet(null, e);
                }
                room.release();
              });
    }
    if (!room.tryAcquire(UNDER_WAY, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("commands without an answer");
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a command failed", failure.get());
    }
  }

  /// Submits `count` requests that nobody watches.
  void fill(String builder, int count) throws Exception {
    all(
        count,
        i ->
            new Command.Submit(
                builder,
                "bench",
                Sorted.map(Map.of("n", "-1")),
                Optional.empty(),
                Optional.empty()));
  }

  @Override
  public void close() {
    client.close();
    owner.close();
    wire.close();
    timer.close();
  }
}
