package org.yardmaster.slave.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.log.LogLine;

/// The log of one step while it grows: masked, in lines with time and stream, on disk.
///
/// Any thread may write. A failing disk does not end the step: its output is dropped from then on,
/// and [#fault] tells why.
final class StepLog {
  private static final long PARTIAL_MILLIS = 200;

  private record Channel(Masker masker, LineCutter cutter) {}

  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final LongConsumer grown;
  private final Map<LogLine.Source, Channel> channels = new EnumMap<>(LogLine.Source.class);
  private final Path path;
  private final long limit;
  private @Nullable SpoolFile file;
  private Optional<String> fault = Optional.empty();
  private boolean flushDue;
  private boolean closed;

  /// @param secrets values that must not be in the log
  /// @param limit how many bytes the log may have
  /// @param grown is told the length that may be sent, each time it grew
  StepLog(
      Path path,
      Collection<String> secrets,
      long limit,
      InstantSource clock,
      ScheduledExecutorService timer,
      LongConsumer grown) {
    this.clock = clock;
    this.timer = timer;
    this.grown = grown;
    for (LogLine.Source source : LogLine.Source.values()) {
      channels.put(source, new Channel(new Masker(secrets), new LineCutter(source)));
    }
    this.path = path;
    this.limit = limit;
  }

  /// Takes in output of the step.
  synchronized void write(LogLine.Source source, byte[] bytes, int length) {
    if (closed) {
      return;
    }
    Channel channel = channel(source);
    ByteArrayOutputStream lines = new ByteArrayOutputStream(length + 32);
    channel.cutter.cut(channel.masker.mask(bytes, length), clock.millis(), lines);
    append(lines);
    flushLater();
  }

  /// Adds a line of the slave itself.
  void note(String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    write(LogLine.Source.FARM, line, line.length);
  }

  /// Nothing follows; what still comes is dropped.
  ///
  /// @return the length of the log
  synchronized long close() {
    if (closed) {
      throw new IllegalStateException("log " + path + ": closed twice");
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Channel channel : channels.values()) {
      channel.cutter.cut(channel.masker.rest(), clock.millis(), lines);
      channel.cutter.end(clock.millis(), lines);
    }
    append(lines);
    closed = true;
    if (file == null) {
      return 0;
    }
    try {
      file.close(this::droppedLine);
    } catch (IOException e) {
      broken(e);
    }
    grown.accept(file.length());
    return file.length();
  }

  /// Why output is missing, if the disk failed.
  synchronized Optional<String> fault() {
    return fault;
  }

  private Channel channel(LogLine.Source source) {
    return Objects.requireNonNull(channels.get(source));
  }

  private void append(ByteArrayOutputStream lines) {
    if (lines.size() == 0 || fault.isPresent()) {
      return;
    }
    try {
      if (file == null) {
        // Not before there is output: many short steps print nothing.
        Files.createDirectories(path.getParent());
        file = new SpoolFile(path, limit);
      }
      file.append(lines.toByteArray(), lines.size());
      grown.accept(file.length());
    } catch (IOException e) {
      broken(e);
    }
  }

  private void broken(IOException e) {
    if (fault.isEmpty()) {
      fault = Optional.of("the step's log cannot be written: " + e.getMessage());
    }
  }

  private byte[] droppedLine(long bytes) {
    return LogLine.message(
            clock.instant(), "... " + bytes + " bytes dropped: the log limit was reached ...")
        .format();
  }

  private void flushLater() {
    if (flushDue || channels.values().stream().noneMatch(c -> c.cutter.hasPartial())) {
      return;
    }
    flushDue = true;
    var _ = timer.schedule(this::flush, PARTIAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void flush() {
    flushDue = false;
    if (closed) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    channels.values().forEach(c -> c.cutter.flush(clock.millis(), lines));
    append(lines);
  }
}
