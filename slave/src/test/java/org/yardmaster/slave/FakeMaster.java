package org.yardmaster.slave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.yardmaster.protocol.link.Inbox;
import org.yardmaster.protocol.link.Outbox;
import org.yardmaster.protocol.log.LogLines;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireLimits;
import org.yardmaster.protocol.wire.WireListener;
import org.yardmaster.protocol.wire.WireServer;

/// A master of one slave: speaks the whole link over real TLS, keeps logs in memory, and does what
/// the test says.
final class FakeMaster implements WireListener<SlaveFrame>, AutoCloseable {
  static final FarmCertificates FARM = new FarmCertificates();

  final BlockingQueue<SlaveMessage> heard = new LinkedBlockingQueue<>();
  private final SystemTimer timer = new SystemTimer("fake-master");
  private final WireServer<SlaveFrame> server;
  private final Map<String, ByteArrayOutputStream> logs = new TreeMap<>();
  private final Map<String, Long> lengths = new TreeMap<>();
  private Optional<SlaveFrame.AttachRefused> refusal = Optional.empty();
  private Optional<Peer<SlaveFrame>> peer = Optional.empty();
  private String slaveStart = "";
  private Outbox<SlaveMessage> outbox = new Outbox<>();
  private Inbox inbox = new Inbox();
  private boolean recording = true;

  FakeMaster() throws IOException {
    server =
        WireServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            FrameCodec.SLAVE,
            FARM.server(),
            WireLimits.door(),
            timer,
            this);
  }

  InetSocketAddress address() {
    return server.address();
  }

  synchronized void refuse(SlaveFrame.Refusal code) {
    refusal = Optional.of(new SlaveFrame.AttachRefused(code, "as the test wants it"));
  }

  /// Whether it tells the slave that results are recorded and logs are synced.
  synchronized void record(boolean recording) {
    this.recording = recording;
  }

  void startBuild(BuildOrder order) {
    send(new SlaveMessage.StartBuild(order, new TreeMap<>()));
  }

  synchronized void send(SlaveMessage.ToSlave message) {
    Outbox.Numbered<SlaveMessage> numbered = outbox.add(message);
    peer.ifPresent(p -> p.send(frame(numbered)));
  }

  private static SlaveFrame frame(Outbox.Numbered<SlaveMessage> numbered) {
    return new SlaveFrame.Numbered(1, numbered.number(), numbered.message());
  }

  /// The next message of this kind; others before it are dropped.
  <M extends SlaveMessage> M next(Class<M> kind) throws InterruptedException {
    while (true) {
      SlaveMessage message = heard.poll(30, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " within 30 s");
      }
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
    }
  }

  synchronized String log(BuildId build, int step) {
    return log(build.value() + "/" + step).toString(StandardCharsets.UTF_8);
  }

  /// Waits until a log contains the text.
  synchronized String awaitLog(BuildId build, int step, String text) throws InterruptedException {
    while (!log(build, step).contains(text)) {
      wait();
    }
    return log(build, step);
  }

  private ByteArrayOutputStream log(String name) {
    return logs.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
  }

  @Override
  public void opened(Peer<SlaveFrame> opened) {}

  @Override
  public synchronized void received(Peer<SlaveFrame> from, SlaveFrame frame) {
    switch (frame) {
      case SlaveFrame.Attach attach -> attach(from, attach);
      case SlaveFrame.Numbered numbered -> numbered(from, numbered);
      case SlaveFrame.Acknowledged acknowledged -> outbox.acknowledge(acknowledged.number());
      case SlaveFrame.LogChunk chunk -> chunk(from, chunk);
      case SlaveFrame.Ping _ -> from.send(new SlaveFrame.Pong());
      default -> {}
    }
  }

  private void attach(Peer<SlaveFrame> from, SlaveFrame.Attach attach) {
    if (refusal.isPresent()) {
      from.send(refusal.get());
      from.close("refused");
      return;
    }
    from.trust();
    peer = Optional.of(from);
    boolean resumed = attach.startId().equals(slaveStart) && attach.session().equals("m-1");
    if (!resumed) {
      slaveStart = attach.startId();
      outbox = new Outbox<>();
      inbox = new Inbox();
    }
    from.send(
        new SlaveFrame.Attached(
            1,
            new TreeSet<>(),
            "m-1",
            1,
            resumed,
            inbox.processed(),
            Duration.ofSeconds(15),
            Duration.ofSeconds(45)));
    if (resumed) {
      outbox.resume(attach.received()).forEach(message -> from.send(frame(message)));
    }
  }

  private void numbered(Peer<SlaveFrame> from, SlaveFrame.Numbered numbered) {
    if (!inbox.accept(numbered.number())) {
      return;
    }
    inbox.processed(numbered.number());
    from.send(new SlaveFrame.Acknowledged(numbered.number()));
    switch (numbered.message()) {
      case SlaveMessage.Inventory inventory ->
          inventory
              .builds()
              .forEach(report -> {
                if (report instanceof BuildReport.Ended ended) {
                  finished(from, ended.build(), ended.result().steps());
                }
              });
      case SlaveMessage.BuildFinished finished ->
          finished(from, finished.build(), finished.result().steps());
      default -> {}
    }
    heard.add(numbered.message());
  }

  private void finished(Peer<SlaveFrame> from, BuildId build, List<StepResult> steps) {
    if (!recording) {
      return;
    }
    send(new SlaveMessage.BuildRecorded(build));
    for (StepResult step : steps) {
      lengths.put(build.value() + "/" + step.index(), step.logBytes());
      tellStored(from, build, step.index());
    }
  }

  private void chunk(Peer<SlaveFrame> from, SlaveFrame.LogChunk chunk) {
    ByteArrayOutputStream log = log(chunk.build().value() + "/" + chunk.step());
    if (chunk.offset() <= log.size()) {
      int known = (int) (log.size() - chunk.offset());
      if (known < chunk.bytes().length) {
        log.write(chunk.bytes(), known, chunk.bytes().length - known);
      }
    }
    notifyAll();
    tellStored(from, chunk.build(), chunk.step());
  }

  private void tellStored(Peer<SlaveFrame> from, BuildId build, int step) {
    String name = build.value() + "/" + step;
    boolean synced =
        recording
            && Optional.ofNullable(lengths.get(name))
                .filter(l -> l == log(name).size())
                .isPresent();
    from.send(new SlaveFrame.LogStored(build, step, log(name).size(), 200_000, synced));
  }

  @Override
  public synchronized void closed(Peer<SlaveFrame> which, String reason) {
    if (peer.equals(Optional.of(which))) {
      peer = Optional.empty();
    }
  }

  /// The lines of a log as they were printed, all of them to one stream: a line whose end took a
  /// while came in pieces.
  List<String> printed(BuildId build, int step) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    LogLines.fromStart(
            piece -> {
              line.append(piece.text());
              if (piece.endsLine()) {
                lines.add(line.toString());
                line.setLength(0);
              }
            })
        .accept(log(build, step).getBytes(StandardCharsets.UTF_8));
    return lines;
  }

  @Override
  public void close() {
    server.close();
    timer.close();
  }
}
