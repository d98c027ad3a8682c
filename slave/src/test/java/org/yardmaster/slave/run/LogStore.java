package org.yardmaster.slave.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.BuildId;

/// The master's end of the data plane in memory: keeps what comes at the right offset, tells how
/// much it has.
final class LogStore implements ChunkLine {
  private final Map<String, ByteArrayOutputStream> logs = new TreeMap<>();
  private final List<SlaveFrame.LogChunk> chunks = new ArrayList<>();
  private Consumer<SlaveFrame.LogStored> answer = _ -> {};
  private boolean open = true;
  private boolean taking = true;
  private long credit = 100_000;

  synchronized void answerTo(Consumer<SlaveFrame.LogStored> answer) {
    this.answer = answer;
  }

  synchronized void open(boolean open) {
    this.open = open;
  }

  synchronized void credit(long credit) {
    this.credit = credit;
  }

  /// Whether it takes what comes, or drops it and says so by giving no credit.
  synchronized void take(boolean taking) {
    this.taking = taking;
  }

  synchronized void awaitChunk() throws InterruptedException {
    while (chunks.isEmpty()) {
      wait();
    }
  }

  @Override
  public boolean sendChunk(SlaveFrame.LogChunk chunk) {
    SlaveFrame.LogStored stored;
    Consumer<SlaveFrame.LogStored> to;
    synchronized (this) {
      if (!open) {
        return false;
      }
      chunks.add(chunk);
      ByteArrayOutputStream log = log(chunk.build(), chunk.step());
      if (taking && chunk.offset() <= log.size()) {
        int known = (int) (log.size() - chunk.offset());
        if (known < chunk.bytes().length) {
          log.write(chunk.bytes(), known, chunk.bytes().length - known);
        }
      }
      stored =
          new SlaveFrame.LogStored(
              chunk.build(), chunk.step(), log.size(), taking ? credit : 0, false);
      to = answer;
      notifyAll();
    }
    to.accept(stored);
    return true;
  }

  private ByteArrayOutputStream log(BuildId build, int step) {
    return logs.computeIfAbsent(build.value() + "/" + step, _ -> new ByteArrayOutputStream());
  }

  /// Forgets all but the first bytes of a log, as a master does that lost what it had not synced.
  synchronized void truncate(BuildId build, int step, int length) {
    byte[] bytes = log(build, step).toByteArray();
    log(build, step).reset();
    log(build, step).write(bytes, 0, length);
  }

  synchronized List<SlaveFrame.LogChunk> chunks() {
    return List.copyOf(chunks);
  }

  /// Waits until the log is that long, and gives it.
  synchronized String await(BuildId build, int step, long length) throws InterruptedException {
    while (log(build, step).size() < length) {
      wait();
    }
    return log(build, step).toString(StandardCharsets.UTF_8);
  }

  /// Waits until the log contains the text.
  synchronized String awaitText(BuildId build, int step, String text) throws InterruptedException {
    while (!log(build, step).toString(StandardCharsets.UTF_8).contains(text)) {
      wait();
    }
    return log(build, step).toString(StandardCharsets.UTF_8);
  }
}
