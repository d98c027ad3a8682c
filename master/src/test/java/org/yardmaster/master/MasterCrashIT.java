package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// Kills a real master at random instants under load. Each person has a priority of their own and
/// knows what the answers they got have made of it; after all the kills the queue must be exactly
/// that.
@Order(1)
final class MasterCrashIT {
  private static final String FARM = "builders:\n  b:\n    steps: [echo]\n";
  private static final int PEOPLE = 3;
  private static final int KILLS = Boolean.getBoolean("long") ? 50 : 5;

  @TempDir Path folder;

  @Test
  void nothingAnsweredIsLostHoweverOftenTheMasterIsKilled() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path data = Files.createDirectories(folder.resolve("farm"));
    FarmKeys keys = FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now());
    Files.writeString(data.resolve("farm.yaml"), FARM);
    addUsers(data);
    int port = freePort();
    AtomicBoolean enough = new AtomicBoolean();
    List<Semaphore> answered = Stream.generate(() -> new Semaphore(0)).limit(PEOPLE).toList();
    try (MasterProcess master = MasterProcess.start(data, port, freePort());
        ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
      List<Future<Person>> all = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        Person person = new Person(i, new Random(seed + i), target(port, keys.fingerprint(), i));
        Semaphore hers = answered.get(i);
        all.add(people.submit(() -> person.work(hers, enough)));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        // Now and then all of them get on, else whoever is first in.
        List<Semaphore> waitedFor =
            kill % 2 == 0 ? answered : List.of(answered.get(random.nextInt(PEOPLE)));
        await(waitedFor, 1 + random.nextInt(40));
        master.killAndRestart();
        answered.forEach(Semaphore::drainPermits);
      }
      await(answered, 10);
      enough.set(true);
      for (Future<Person> person : all) {
        person.get().check(seed);
      }
    }
  }

  private static void await(List<Semaphore> answered, int count) throws InterruptedException {
    for (Semaphore each : answered) {
      assertThat(each.tryAcquire(count, 2, TimeUnit.MINUTES)).as("the people get on").isTrue();
    }
  }

  /// The people, written by a first life of the master in this process.
  private static void addUsers(Path data) throws Exception {
    MasterOptions options =
        new MasterOptions(data, Optional.empty(), false, "127.0.0.1", 0, 0, List.of());
    try (Master first = Master.start(options);
        TestConsole console =
            TestConsole.attach(
                new MasterClient.Target(
                    new HostPort("127.0.0.1", first.consoleAddress().getPort()),
                    Optional.of(Fingerprint.parse(first.fingerprint())),
                    "",
                    TokenFile.read(data).orElseThrow(),
                    true))) {
      for (int i = 0; i < PEOPLE; i++) {
        console.accepted(
            new Command.PutUser("p" + i, Role.OPERATOR, Optional.of(Passwords.verifier("p"))));
      }
    }
  }

  private static MasterClient.Target target(int port, String fingerprint, int person) {
    return new MasterClient.Target(
        new HostPort("127.0.0.1", port),
        Optional.of(Fingerprint.parse(fingerprint)),
        "p" + person,
        "p",
        false);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Submits, moves, holds and cancels among the requests of one priority, one command at a time,
  /// and keeps account.
  private static final class Person {
    private final int priority;
    private final Random random;
    private final MasterClient.Target target;
    private final List<RequestId> queue = new ArrayList<>();
    private final List<RequestId> held = new ArrayList<>();
    private List<RequestId> seen = List.of();
    private List<RequestId> seenHeld = List.of();

    Person(int priority, Random random, MasterClient.Target target) {
      this.priority = priority;
      this.random = random;
      this.target = target;
    }

    Person work(Semaphore answered, AtomicBoolean enough) throws Exception {
      try (TestConsole console = TestConsole.attach(target)) {
        while (!enough.get()) {
          act(console);
          answered.release();
        }
        console.await(view ->
            mine(view.order().values()).equals(queue)
                && held(view.order().values()).equals(held.stream().sorted().toList()));
        seen = console.read(view -> mine(view.order().values()));
        seenHeld = console.read(view -> held(view.order().values()));
      }
      return this;
    }

    private List<RequestId> held(java.util.Collection<Request> order) {
      return order.stream()
          .filter(r -> r.priority() == priority && r.hold().isPresent())
          .map(Request::id)
          .sorted()
          .toList();
    }

    private List<RequestId> mine(java.util.Collection<Request> order) {
      return order.stream().filter(r -> r.priority() == priority).map(Request::id).toList();
    }

    private void act(TestConsole console) throws Exception {
      int choice = random.nextInt(10);
      if (queue.size() < 3 || choice < 4) {
        submit(console);
      } else if (choice < 7) {
        move(console);
      } else if (choice < 9) {
        hold(console);
      } else {
        RequestId gone = any();
        console.accepted(new Command.Cancel(List.of(gone), "not wanted"));
        queue.remove(gone);
        held.remove(gone);
      }
    }

    private void submit(TestConsole console) throws Exception {
      Answer.Accepted answer =
          console.accepted(
              new Command.Submit(
                  "b", "load", new TreeMap<>(), Optional.of(priority), Optional.empty()));
      queue.add(answer.request().orElseThrow());
    }

    private void move(TestConsole console) throws Exception {
      RequestId moved = any();
      RequestId anchor = any();
      if (!moved.equals(anchor)) {
        console.accepted(new Command.Move(List.of(moved), Command.Side.BEFORE, anchor));
        queue.remove(moved);
        queue.add(queue.indexOf(anchor), moved);
      }
    }

    private void hold(TestConsole console) throws Exception {
      RequestId id = any();
      if (held.remove(id)) {
        console.accepted(new Command.Release(List.of(id)));
      } else {
        console.accepted(new Command.Hold(List.of(id), "later"));
        held.add(id);
      }
    }

    private RequestId any() {
      return queue.get(random.nextInt(queue.size()));
    }

    void check(long seed) {
      assertThat(seen).as("queue of priority %d, seed %d", priority, seed).isEqualTo(queue);
      assertThat(seenHeld).as("held, seed %d", seed).isEqualTo(held.stream().sorted().toList());
    }
  }
}
