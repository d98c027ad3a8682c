package org.yardmaster.console.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;

/// The log of one step of one build, however long: begins with its end, reads more at either side
/// when that is looked at, and lets go of what is far away.
public final class LogViewModel {
  /// Bytes read at once.
  static final int CHUNK = 256 * 1024;

  /// Lines held; when there are more, those far from where is read are let go.
  static final int MOST_LINES = 60_000;

  private final FarmLink link;
  private final Executor fx;
  private final ObservableList<LogLine> lines = FXCollections.observableArrayList();
  private final BooleanProperty follow = new SimpleBooleanProperty(true);
  private final StringProperty search = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper found = new ReadOnlyIntegerWrapper(-1);
  private Optional<Source> source = Optional.empty();
  private LogWindow tail = new LogWindow(0, false);
  private long length;
  private boolean complete;
  private boolean readingTail;
  private boolean readingHead;
  private boolean atTail;

  /// Which log, and which opening of it: replies for another one are dropped.
  private record Source(BuildId build, int step) {}

  public LogViewModel(FarmLink link, Executor fx) {
    this.link = link;
    this.fx = fx;
  }

  /// The lines held, in order.
  public ObservableList<LogLine> lines() {
    return lines;
  }

  /// Whether the view keeps to the end while the log grows.
  public BooleanProperty followProperty() {
    return follow;
  }

  public StringProperty searchProperty() {
    return search;
  }

  /// How much there is, and whether more will come.
  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// The index of the line that was found last; -1 for none.
  public ReadOnlyIntegerProperty foundProperty() {
    return found.getReadOnlyProperty();
  }

  /// Opens the log of a step, at its end.
  public void open(BuildId build, int step) {
    Source now = new Source(build, step);
    if (source.equals(Optional.of(now))) {
      return;
    }
    source = Optional.of(now);
    status.set("reading the log ...");
    follow.set(true);
    toEnd();
  }

  /// Shows no log.
  public void close() {
    source = Optional.empty();
    forget();
    status.set("");
  }

  /// Goes on reading where reading was cut off, if it was: the line is back.
  public void wake() {
    readingHead = false;
    readingTail = false;
    if (atTail) {
      readOn();
    }
  }

  private void forget() {
    lines.clear();
    found.set(-1);
    complete = false;
    readingHead = false;
    readingTail = false;
    atTail = false;
    length = 0;
  }

  /// Reads the end of the log anew.
  public void toEnd() {
    forget();
    ask(-CHUNK, false, this::startAtTail);
  }

  private void startAtTail(Reply.LogPart part) {
    tail = new LogWindow(part.offset(), part.offset() > 0);
    append(part);
  }

  private void append(Reply.LogPart part) {
    length = part.length();
    List<LogLine> more = new ArrayList<>(tail.add(part.bytes()));
    atTail = tail.wants() >= part.length();
    complete = part.complete() && atTail;
    if (complete) {
      more.addAll(tail.end());
    }
    if (!more.isEmpty()) {
      lines.addAll(more);
      trimHead();
    }
    describe();
    if (atTail || follow.get()) {
      readOn();
    }
  }

  /// The end of what is held is being looked at: reads what comes after it.
  public void needLater() {
    if (!atTail) {
      readOn();
    }
  }

  private void readOn() {
    if (source.isEmpty() || complete || readingTail) {
      return;
    }
    readingTail = true;
    ask(
        tail.wants(),
        atTail,
        part -> {
          readingTail = false;
          append(part);
        });
  }

  /// The beginning of what is held is being looked at: reads what is before it.
  public void needEarlier() {
    if (readingHead || lines.isEmpty() || lines.getFirst().offset() == 0 || source.isEmpty()) {
      return;
    }
    readingHead = true;
    long end = lines.getFirst().offset();
    long start = Math.max(0, end - CHUNK);
    ask(
        start,
        (int) (end - start),
        false,
        part -> {
          readingHead = false;
          prepend(part, end);
        });
  }

  private void prepend(Reply.LogPart part, long end) {
    if (lines.isEmpty() || lines.getFirst().offset() != end) {
      return;
    }
    List<LogLine> earlier =
        new LogWindow(part.offset(), part.offset() > 0)
            .add(part.bytes()).stream().filter(line -> line.offset() < end).toList();
    lines.addAll(0, earlier);
    trimTail();
    describe();
  }

  private void trimHead() {
    if (lines.size() > MOST_LINES) {
      lines.remove(0, lines.size() - MOST_LINES * 3 / 4);
    }
  }

  private void trimTail() {
    if (lines.size() > MOST_LINES) {
      follow.set(false);
      atTail = false;
      complete = false;
      tail = new LogWindow(lines.get(MOST_LINES * 3 / 4).offset(), false);
      lines.remove(MOST_LINES * 3 / 4, lines.size());
    }
  }

  /// Whether what is held reaches to the end of the log.
  public boolean reachesEnd() {
    return atTail;
  }

  private void describe() {
    String size =
        length < 10_240
            ? length + " bytes"
            : length < (10 << 20) ? length / 1_024 + " KiB" : (length >> 20) + " MiB";
    status.set(size + (complete ? ", complete" : ", growing") + (atTail ? "" : ", showing a part"));
  }

  /// Finds the next line with the searched text below line `from`, or above it.
  public void find(int from, boolean forward) {
    String text = search.get().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return;
    }
    int step = forward ? 1 : -1;
    for (int i = from + step; i >= 0 && i < lines.size(); i += step) {
      if (Ansi.plain(lines.get(i).text()).toLowerCase(Locale.ROOT).contains(text)) {
        follow.set(false);
        found.set(-1);
        found.set(i);
        return;
      }
    }
    if (!forward && !lines.isEmpty() && lines.getFirst().offset() > 0) {
      seekBack(lines.getFirst().offset(), text);
    } else {
      status.set("no more '" + search.get() + "' " + (forward ? "below" : "above"));
    }
  }

  /// Looks through the part of the log before what is held, a chunk at a time, keeping nothing.
  private void seekBack(long end, String text) {
    long start = Math.max(0, end - CHUNK);
    status.set("searching, " + (start >> 10) + " KiB left ...");
    ask(
        start,
        (int) (end - start),
        false,
        part -> {
          LogWindow window = new LogWindow(part.offset(), part.offset() > 0);
          List<LogLine> chunk = window.add(part.bytes());
          List<LogLine> hits =
              chunk.stream()
                  .filter(it -> Ansi.plain(it.text()).toLowerCase(Locale.ROOT).contains(text))
                  .toList();
          if (!hits.isEmpty()) {
            show(chunk, hits.getLast(), window);
          } else if (start > 0 && !chunk.isEmpty()) {
            seekBack(chunk.getFirst().offset(), text);
          } else {
            status.set("no more '" + search.get() + "' above");
          }
        });
  }

  private void show(List<LogLine> chunk, LogLine hit, LogWindow window) {
    follow.set(false);
    atTail = false;
    complete = false;
    tail = window;
    lines.setAll(chunk);
    describe();
    found.set(-1);
    found.set(lines.indexOf(hit));
  }

  private void ask(long offset, boolean waits, Consumer<Reply.LogPart> then) {
    ask(offset, CHUNK, waits, then);
  }

  private void ask(long offset, int most, boolean waits, Consumer<Reply.LogPart> then) {
    Optional<Source> asked = source;
    if (asked.isEmpty()) {
      return;
    }
    Query query = new Query.ReadLog(asked.get().build(), asked.get().step(), offset, most, waits);
    CompletableFuture<Void> _ =
        link.ask(query)
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(
                reply -> {
                  if (source.equals(asked)) {
                    told(reply, then);
                  }
                },
                fx);
  }

  private void told(Reply reply, Consumer<Reply.LogPart> then) {
    switch (reply) {
      case Reply.LogPart part -> then.accept(part);
      case Reply.Failed(String text) -> {
        readingHead = false;
        readingTail = false;
        status.set(text);
      }
      default -> status.set("the master replied something else than a log");
    }
  }
}
