package org.yardmaster.master.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Event;

/// Events on their way to the loop, in order of arrival. Bounded by asking those who bring them to
/// stop reading.
final class Inbox {

  /// An event and who wants to know of it. `first`: a command that nobody has sent before.
  record Envelope(Event event, Receipt receipt, boolean first) {}

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int FULL = 20_000;
  private static final int ROOMY = FULL / 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Envelope> waiting = new ArrayDeque<>();
  private final Set<Source> suspended = new LinkedHashSet<>();
  private boolean woken;

  /// Takes an event in, from any thread.
  void add(Envelope envelope, Source source) {
    lock.lock();
    try {
      waiting.addLast(envelope);
      arrived.signal();
      if (waiting.size() >= FULL && suspended.add(source)) {
        source.suspend();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes the loop without an event.
  void wake() {
    lock.lock();
    try {
      woken = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to arrive, at most this long.
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (waiting.isEmpty() && !woken && left > 0) {
        left = arrived.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /// Waits this long whatever arrives, unless the loop is woken.
  void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!woken && left > 0) {
        left = arrived.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /// The next event, without taking it.
  Optional<Envelope> peek() {
    lock.lock();
    try {
      return Optional.ofNullable(waiting.peekFirst());
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next event; there must be one.
  Envelope take() {
    lock.lock();
    try {
      Envelope envelope = waiting.removeFirst();
      if (waiting.size() <= ROOMY && !suspended.isEmpty()) {
        suspended.forEach(Inbox::resume);
        suspended.clear();
      }
      return envelope;
    } finally {
      lock.unlock();
    }
  }

  private static void resume(Source source) {
    try {
      source.resume();
    } catch (RuntimeException e) {
      LOG.error("loop: {} could not be asked to read on", source, e);
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
