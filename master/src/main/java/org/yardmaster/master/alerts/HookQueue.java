package org.yardmaster.master.alerts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.wire.Timer;

/// What one hook is still to be told. One try at a time; what is about the same thing in its order;
/// what failed waits for its next try without holding up the rest. Safe for any thread.
final class HookQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HookQueue.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /// After which a hook that still fails is not told any more.
  private static final Duration PATIENCE = Duration.ofHours(4);

  private final String name;
  private final Supplier<Optional<AlertHook>> definition;
  private final Messenger messenger;
  private final Timer timer;
  private final Executor threads;

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Deque<Lane> due = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;
  private @Nullable Thread trying;

  /// One thing to tell, and what is to be done when that is through; `told` says how.
  private static final class Message {
    final Alert alert;
    final Instant since;
    final Ending ending;
    int tries;

    Message(Alert alert, Instant since, Ending ending) {
      this.alert = alert;
      this.since = since;
      this.ending = ending;
    }
  }

  /// Is called once for each message, on a thread that may wait for the disk.
  interface Ending {
    /// The hook was told, or with false: is not to be told any more.
    void through(boolean told);
  }

  /// Everything about one thing, in its order. Its first message is being told, due, or waits for
  /// `alarm`.
  private static final class Lane {
    final String about;
    final Deque<Message> messages = new ArrayDeque<>();
    Optional<Timer.Alarm> alarm = Optional.empty();

    Lane(String about) {
      this.about = about;
    }
  }

  /// @param definition the hook in the configuration in force, if it is there
  HookQueue(
      String name,
      Supplier<Optional<AlertHook>> definition,
      Messenger messenger,
      Timer timer,
      Executor threads) {
    this.name = name;
    this.definition = definition;
    this.messenger = messenger;
    this.timer = timer;
    this.threads = threads;
  }

  /// Tells the hook as soon as it is its turn.
  synchronized void add(Alert alert, Ending ending) {
    String about = alert.incident().kind() + " " + alert.incident().subject();
    Lane lane = lanes.computeIfAbsent(about, Lane::new);
    lane.messages.add(new Message(alert, timer.now(), ending));
    if (lane.messages.size() == 1) {
      due.add(lane);
      next();
    }
  }

  /// Tries everything that waits for its next try at once: the hook may be a better one now.
  synchronized void wake() {
    lanes.values().stream().filter(lane -> lane.alarm.isPresent()).forEach(this::isDue);
  }

  private synchronized void isDue(Lane lane) {
    if (lane.alarm.isPresent()) {
      lane.alarm.get().cancel();
      lane.alarm = Optional.empty();
      due.add(lane);
      next();
    }
  }

  private void next() {
    if (busy || closed || due.isEmpty()) {
      return;
    }
    Lane lane = due.remove();
    Message message = lane.messages.getFirst();
    busy = true;
    threads.execute(() -> tell(lane, message));
  }

  private void tell(Lane lane, Message message) {
    Optional<AlertHook> hook =
        definition.get().filter(h -> h.on().contains(message.alert.incident().kind()));
    if (hook.isEmpty()) {
      through(lane, message, false);
      return;
    }
    try {
      tryToTell(hook.get().action(), message.alert);
    } catch (InterruptedException _) {
      return;
    } catch (Exception e) {
      failed(lane, message, hook.get(), e);
      return;
    }
    through(lane, message, true);
  }

  /// Only the try itself can be interrupted: what has got through is recorded.
  private void tryToTell(AlertHook.Action action, Alert alert)
      throws IOException, InterruptedException {
    begin();
    try {
      messenger.tell(action, alert);
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    trying = Thread.currentThread();
  }

  private synchronized void end() {
    trying = null;
    var _ = Thread.interrupted();
  }

  /// Makes no other try than the one under way.
  synchronized void stopTrying() {
    closed = true;
  }

  /// Breaks off the try under way; none follows after [#stopTrying].
  synchronized void breakOff() {
    if (trying != null) {
      trying.interrupt();
    }
  }

  private void through(Lane lane, Message message, boolean told) {
    message.ending.through(told);
    synchronized (this) {
      lane.messages.removeFirst();
      if (lane.messages.isEmpty()) {
        lanes.remove(lane.about);
      } else {
        due.add(lane);
      }
      busy = false;
      next();
    }
  }

  private void failed(Lane lane, Message message, AlertHook hook, Exception why) {
    message.tries++;
    Duration wait = waitAfter(message.tries);
    String where = Messenger.inWords(hook.action());
    String reason = String.valueOf(why.getMessage()).strip();
    if (timer.now().plus(wait).isAfter(message.since.plus(PATIENCE))) {
      LOG.error(
          "alert hook {}: {} not told in {} tries over {} h, {} failed last with: {}; given up",
          name,
          message.alert,
          message.tries,
          PATIENCE.toHours(),
          where,
          reason);
      through(lane, message, false);
      return;
    }
    if (message.tries == 1) {
      LOG.warn(
          "alert hook {}: {} not told, {} failed with: {}; tried again in {} s, then less often",
          name,
          message.alert,
          where,
          reason,
          wait.toSeconds());
    }
    synchronized (this) {
      lane.alarm = Optional.of(timer.after(wait, () -> isDue(lane)));
      busy = false;
      next();
    }
  }

  private static Duration waitAfter(int tries) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
