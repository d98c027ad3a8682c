package org.yardmaster.console.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// A second client of a master, without a window: sees what the master's queue has become.
public final class Witness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SystemTimer timer = new SystemTimer("witness-timer");
  private final WireClient<ConsoleFrame> wire =
      new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final MasterClient client;
  private Optional<Seen> last = Optional.empty();

  /// The farm at one moment: its requests in order, its pauses, its slaves.
  public record Seen(List<Request> requests, List<Pause> pauses, List<Slave> slaves) {
    static Seen of(FarmView view) {
      return new Seen(
          List.copyOf(view.order().values()),
          List.copyOf(view.pauses().values()),
          List.copyOf(view.slaves().values()));
    }

    /// The numbers of the requests, in order.
    public List<Long> order() {
      return requests.stream().map(request -> request.id().value()).toList();
    }

    /// The request of this number.
    public Request request(long id) {
      return requests.stream().filter(it -> it.id().value() == id).findFirst().orElseThrow();
    }
  }

  public Witness(MasterClient.Target target) throws Exception {
    client =
        new MasterClient(
            target,
            MasterClient.Persistence.COME_BACK,
            wire,
            timer,
            Math::random,
            owner,
            new Listener());
    var login = client.start();
    client.follow();
    login.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Waits until the farm is as wished.
  public Seen await(Predicate<Seen> wish) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (last.filter(wish).isEmpty()) {
      Seen next = seen.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("the master never came to that; last " + last);
      }
      last = Optional.of(next);
    }
    return last.get();
  }

  /// Waits until the master's queue has this order.
  public Seen awaitOrder(Long... ids) throws InterruptedException {
    return await(farm -> farm.order().equals(List.of(ids)));
  }

  /// Has a command carried out.
  public void accepted(Command command) throws Exception {
    Answer answer = client.command(command).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!(answer instanceof Answer.Accepted)) {
      throw new AssertionError(command + " -> " + answer);
    }
  }

  /// Queues a request.
  public void submit(String builder, int priority, String reason) throws Exception {
    accepted(
        new Command.Submit(
            builder, reason, new TreeMap<>(Map.of()), Optional.of(priority), Optional.empty()));
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
    public void connection(Connection state) {}

    @Override
    public void ready(FarmView view) {
      seen.add(Seen.of(view));
    }

    @Override
    public void changed(FarmView view, ConsoleFrame.Changed batch) {
      seen.add(Seen.of(view));
    }
  }
}
