package org.yardmaster.slave;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.SlaveLine;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.Together;
import org.yardmaster.protocol.wire.UnknownFarm;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// The line to a real master: TLS over TCP.
public final class TlsMasterLine implements MasterLine {
  private final SlaveLine.Identity identity;
  private final SystemTimer timer = new SystemTimer("master-line");
  private final WireClient<SlaveFrame> client =
      new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), timer);
  private volatile @Nullable SlaveLine line;
  private Optional<Instant> unheardSince = Optional.empty();

  private TlsMasterLine(SlaveLine.Identity identity) {
    this.identity = identity;
  }

  /// @param start the random name of this life of the slave
  public static TlsMasterLine to(SlaveSettings settings, String start) {
    return new TlsMasterLine(
        new SlaveLine.Identity(
            settings.name(),
            settings.secret(),
            start,
            new TreeSet<>(),
            settings.masters(),
            settings.fingerprint()));
  }

  @Override
  public void start(Executor owner, Listener listener) {
    SlaveLine started =
        new SlaveLine(
            identity,
            client,
            timer,
            () -> ThreadLocalRandom.current().nextDouble(),
            owner,
            new Translation(listener, this));
    line = started;
    started.start();
  }

  @Override
  public void send(SlaveMessage.FromSlave message) {
    started().ifPresent(l -> l.send(message));
  }

  @Override
  public void together(Runnable sending) {
    Together.send(sending);
  }

  @Override
  public boolean sendChunk(SlaveFrame.LogChunk chunk) {
    return started().filter(l -> l.sendChunk(chunk)).isPresent();
  }

  @Override
  public Duration silence() {
    Instant now = timer.now();
    return unheardSince
        .map(at -> Duration.between(at, now))
        .map(silence -> silence.isPositive() ? silence : Duration.ofNanos(1))
        .orElse(Duration.ZERO);
  }

  @Override
  public boolean delivered() {
    return started().filter(l -> l.unacknowledged() > 0).isEmpty();
  }

  private Optional<SlaveLine> started() {
    return Optional.ofNullable(line);
  }

  @Override
  public void close() {
    started().ifPresent(SlaveLine::close);
    client.close();
    timer.close();
  }

  /// From the words of the line to those of the slave.
  private record Translation(Listener slave, TlsMasterLine line) implements SlaveLine.Listener {
    @Override
    public SlaveMessage.Inventory newSession(String session) {
      return slave.newSession();
    }

    @Override
    public void received(SlaveMessage.ToSlave message, SlaveLine.Receipt receipt) {
      slave.received(message, receipt::processed);
    }

    @Override
    public void logStored(SlaveFrame.LogStored stored) {
      slave.logStored(stored);
    }

    @Override
    public void connected(SlaveFrame.Attached attached, HostPort master) {
      line.unheardSince = Optional.empty();
      slave.connected(master.toString());
    }

    @Override
    public void disconnected(Instant lastHeardAt, String reason) {
      line.unheardSince = Optional.of(lastHeardAt);
      slave.disconnected(reason);
    }

    @Override
    public void unreachable(HostPort master, Throwable cause, Duration retryIn) {
      UnknownFarm.in(cause)
          .ifPresentOrElse(
              unknown -> slave.wrongFarm("master " + master + ": " + unknown.getMessage()),
              () -> slave.unreachable("master " + master + ": " + cause.getMessage()));
    }

    @Override
    public void refused(SlaveFrame.Refusal code, String message, Duration retryIn) {
      slave.refused(code, message);
    }

    @Override
    public void chunksWelcome() {
      slave.readyForChunks();
    }
  }
}
