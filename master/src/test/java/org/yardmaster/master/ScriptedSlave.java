package org.yardmaster.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.message.SlaveFrame.Refusal;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.FromSlave;
import org.yardmaster.protocol.message.SlaveMessage.Inventory;
import org.yardmaster.protocol.message.SlaveMessage.ToSlave;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.SlaveLine;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// A slave whose every word a test chooses, on the real line: it runs nothing, and acknowledges
/// what it gets.
public final class ScriptedSlave implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SystemTimer timer = new SystemTimer("scripted-slave-timer");
  private final WireClient<SlaveFrame> wire =
      new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), timer);
  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final List<BuildReport> has = new ArrayList<>();
  private final SlaveLine line;

  public ScriptedSlave(
      String name, String secret, String startId, HostPort master, Fingerprint farm) {
    line =
        new SlaveLine(
            new SlaveLine.Identity(
                name, secret, startId, Sorted.set(List.of()), List.of(master), farm),
            wire,
            timer,
            Math::random,
            owner,
            new Listener());
    owner.execute(line::start);
  }

  /// What the next inventory says it has.
  public void has(BuildReport report) {
    owner.execute(() -> has.add(report));
  }

  public void say(FromSlave message) {
    owner.execute(() -> line.send(message));
  }

  public boolean print(SlaveFrame.LogChunk chunk) {
    return line.sendChunk(chunk);
  }

  /// The next thing of this kind that the slave hears; others are passed over.
  public <T> T hear(Class<T> kind) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Object next = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new TimeoutException("no " + kind.getSimpleName() + " was heard");
      }
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
  }

  @Override
  public void close() {
    owner.execute(line::close);
    owner.close();
    wire.close();
    timer.close();
  }

  /// A refusal as it was told.
  public record Refused(Refusal code, String message) {}

  /// The line was lost.
  public record Lost(String reason) {}

  private final class Listener implements SlaveLine.Listener {
    @Override
    public Inventory newSession(String session) {
      return new Inventory(Presence.accepting(), SlaveFacts.unknown(), has);
    }

    @Override
    public void received(ToSlave message, SlaveLine.Receipt receipt) {
      receipt.processed();
      heard.add(message);
    }

    @Override
    public void logStored(LogStored stored) {
      heard.add(stored);
    }

    @Override
    public void connected(Attached attached, HostPort master) {
      heard.add(attached);
    }

    @Override
    public void disconnected(Instant lastHeardAt, String reason) {
      heard.add(new Lost(reason));
    }

    @Override
    public void unreachable(HostPort master, Throwable cause, Duration retryIn) {}

    @Override
    public void refused(Refusal code, String message, Duration retryIn) {
      heard.add(new Refused(code, message));
    }
  }

  /// The next build it is told to run.
  public SlaveMessage.StartBuild build() throws Exception {
    return hear(SlaveMessage.StartBuild.class);
  }
}
