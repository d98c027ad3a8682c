package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// Many slaves of one build each in this process, on real lines of their own. They run nothing.
final class Fleet implements AutoCloseable {
  private static final int OWNERS = 2;
  private static final int PATIENCE_SECONDS = 300;

  /// What becomes of builds; called on threads of the fleet's, those of one slave on one.
  interface Work {
    /// A slave was told to run a build.
    void started(FleetSlave slave, FleetSlave.Ordered build);

    /// The master has the result of a build on its disk.
    default void recorded(FleetSlave slave, long build) {}
  }

  private final SystemTimer timer = new SystemTimer("fleet-timer");
  private final WireClient<SlaveFrame> wire =
      new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), timer);
  private final List<ExecutorService> owners = new ArrayList<>();
  private final List<FleetSlave> slaves = new ArrayList<>();
  private final Tally attached = new Tally();

  private Fleet() {
    for (int i = 0; i < OWNERS; i++) {
      owners.add(
          Executors.newSingleThreadExecutor(Thread.ofPlatform().name("fleet-" + i).factory()));
    }
  }

  /// Lets `count` slaves into the farm, attaches them, and waits until all are there.
  static Fleet attach(BenchFarm farm, Desk desk, int count, String capability, Fleet.Work work)
      throws Exception {
    String secret = Secrets.random();
    SlaveDefinition definition = new SlaveDefinition(Sorted.set(List.of(capability)), 1);
    desk.all(
        count, i -> new Command.AddSlave(capability + "-" + i, definition, Secrets.hash(secret)));
    Fleet fleet = new Fleet();
    CountDownLatch there = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      fleet.slaves.add(
          new FleetSlave(
              capability + "-" + i,
              secret,
              UUID.randomUUID().toString(),
              farm,
              fleet.wire,
              fleet.timer,
              fleet.owners.get(i % OWNERS),
              work,
              new FleetSlave.Presence() {
                @Override
                public void there() {
                  fleet.attached.add(1);
                  there.countDown();
                }

                @Override
                public void gone() {
                  fleet.attached.add(-1);
                }
              }));
    }
    fleet.slaves.forEach(FleetSlave::start);
    if (!there.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(there.getCount() + " slaves could not attach");
    }
    return fleet;
  }

  int attached() {
    return attached.get();
  }

  /// Waits until so many are attached; false if that takes longer than `patience`.
  boolean awaitAttached(int count, Duration patience) throws InterruptedException {
    return attached.awaitAtLeast(count, patience);
  }

  @Override
  public void close() {
    slaves.forEach(FleetSlave::close);
    owners.forEach(ExecutorService::close);
    wire.close();
    timer.close();
  }
}
