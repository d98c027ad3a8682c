package org.yardmaster.master.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.message.SlaveFrame.Refusal;
import org.yardmaster.protocol.message.SlaveMessage.BuildFinished;
import org.yardmaster.protocol.message.SlaveMessage.BuildRecorded;
import org.yardmaster.protocol.message.SlaveMessage.Inventory;
import org.yardmaster.protocol.message.SlaveMessage.StartBuild;
import org.yardmaster.protocol.message.SlaveMessage.StepFinished;
import org.yardmaster.protocol.message.SlaveMessage.StepStarted;
import org.yardmaster.protocol.message.SlaveMessage.StopBuild;
import org.yardmaster.protocol.message.SlaveMessage.ToSlave;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.SlaveLine;
import org.yardmaster.protocol.wire.Timer;
import org.yardmaster.protocol.wire.WireClient;

/// One slave of a [Fleet]: says of a build what a real slave does, in the same messages, without
/// running anything.
final class FleetSlave {

  /// A build as it was ordered: the number its submitter gave it, and when the order came.
  record Ordered(BuildOrder order, long at) {
    long number() {
      return Long.parseLong(order.properties().getOrDefault("n", "-1"));
    }

    BuildId build() {
      return order.build();
    }
  }

  /// Hears whether the slave has its line.
  interface Presence {
    void there();

    void gone();
  }

  private final Fleet.Work work;
  private final Presence presence;
  private final Executor owner;
  private final SlaveLine line;
  private LogCredit credit = _ -> {};
  private Runnable room = () -> {};
  private long finishedAt;

  /// Hears how much of a log is stored.
  interface LogCredit {
    void stored(LogStored stored);
  }

  FleetSlave(
      String name,
      String secret,
      String startId,
      BenchFarm farm,
      WireClient<SlaveFrame> wire,
      Timer timer,
      Executor owner,
      Fleet.Work work,
      Presence presence) {
    this.work = work;
    this.presence = presence;
    this.owner = owner;
    line =
        new SlaveLine(
            new SlaveLine.Identity(
                name,
                secret,
                startId,
                Sorted.set(List.of()),
                List.of(farm.slaves()),
                farm.fingerprint()),
            wire,
            timer,
            Math::random,
            owner,
            new Listener());
  }

  void start() {
    owner.execute(line::start);
  }

  void close() {
    owner.execute(line::close);
  }

  /// When it told the end of its last build; 0 before the first. On the owner.
  long finishedAt() {
    return finishedAt;
  }

  /// Who hears what became of output, and when there is room for more. On the owner.
  void followLog(LogCredit hearer, Runnable hasRoom) {
    credit = hearer;
    room = hasRoom;
  }

  boolean print(SlaveFrame.LogChunk chunk) {
    return line.sendChunk(chunk);
  }

  void onOwner(Runnable task) {
    owner.execute(task);
  }

  /// Tells the first step's start and end and the build's end, as a slave does whose step was
  /// `true`. On the owner.
  void finish(BuildId build) {
    begin(build);
    finish(build, 0);
  }

  void begin(BuildId build) {
    line.send(new StepStarted(build, 0));
  }

  /// The same for a step that has begun and printed so much.
  void finish(BuildId build, long logBytes) {
    StepResult step =
        new StepResult(
            0, "true", StepResult.End.EXITED, 0, Duration.ofMillis(1), logBytes, "exit code 0");
    line.send(new StepFinished(build, step));
    finishedAt = System.nanoTime();
    line.send(new BuildFinished(build, new BuildResult(Outcome.SUCCESS, List.of(step), "")));
  }

  private final class Listener implements SlaveLine.Listener {
    @Override
    public Inventory newSession(String session) {
      return new Inventory(
          org.yardmaster.protocol.model.Presence.accepting(), SlaveFacts.unknown(), List.of());
    }

    @Override
    public void received(ToSlave message, SlaveLine.Receipt receipt) {
      long at = System.nanoTime();
      receipt.processed();
      switch (message) {
        case StartBuild start -> work.started(FleetSlave.this, new Ordered(start.order(), at));
        case BuildRecorded(BuildId build) -> work.recorded(FleetSlave.this, build.value());
        case StopBuild _ -> throw new IllegalStateException("nobody stops builds here");
        default -> {}
      }
    }

    @Override
    public void logStored(LogStored stored) {
      credit.stored(stored);
    }

    @Override
    public void chunksWelcome() {
      room.run();
    }

    @Override
    public void connected(Attached attached, HostPort master) {
      presence.there();
    }

    @Override
    public void disconnected(Instant lastHeardAt, String reason) {
      presence.gone();
    }

    @Override
    public void unreachable(HostPort master, Throwable cause, Duration retryIn) {}

    @Override
    public void refused(Refusal code, String message, Duration retryIn) {
      throw new IllegalStateException("slave refused: " + message);
    }
  }
}
