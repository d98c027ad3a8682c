package org.yardmaster.console.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.yardmaster.console.link.FarmListener;
import org.yardmaster.console.link.LostLine;
import org.yardmaster.console.link.Welcome;
import org.yardmaster.protocol.message.FarmChange;

/// Brings what the line tells to the FX thread: everything that arrived since the last frame as one
/// batch, and never more in one frame than a frame has time for. A farm at work changes all the
/// time: its changes come through `calmly`, a few bundles a second, as each bundle makes the tables
/// arrange their rows anew.
///
/// Called on the line's thread; [FarmModel], [Line] and [MasterClock] are touched on the FX thread
/// only.
public final class FarmFeed implements FarmListener {
  /// Changes of one frame: enough for any farm at work, few enough for a frame of a big snapshot.
  static final int PER_FRAME = 2_000;

  private final Queue<Item> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor fx;
  private final Executor calmly;
  private final FarmModel farm;
  private final Line line;
  private final MasterClock clock;
  private int expected;
  private int loaded;
  private boolean goesOn;

  private sealed interface Item {
    record Attached(Welcome welcome) implements Item {}

    record Loading(int total) implements Item {}

    record Changed(Instant at, FarmChange change) implements Item {}

    record Heard(Instant at) implements Item {}

    record Ready() implements Item {}

    record Lost(LostLine lost) implements Item {}

    record Notice(String text) implements Item {}

    record RoundTrip(Duration time) implements Item {}
  }

  /// `fx` and `calmly` both lead to the FX thread: one in the next frame, one when a bundle is due.
  public FarmFeed(Executor fx, Executor calmly, FarmModel farm, Line line, MasterClock clock) {
    this.fx = fx;
    this.calmly = calmly;
    this.farm = farm;
    this.line = line;
    this.clock = clock;
  }

  @Override
  public void attached(Welcome welcome) {
    arrive(new Item.Attached(welcome));
  }

  @Override
  public void loading(int total) {
    arrive(new Item.Loading(total));
  }

  @Override
  public void changed(Instant at, List<FarmChange> changes) {
    changes.forEach(change -> arrived.add(new Item.Changed(at, change)));
    arrive(new Item.Heard(at));
  }

  @Override
  public void ready() {
    arrive(new Item.Ready());
  }

  @Override
  public void lost(LostLine lost) {
    arrive(new Item.Lost(lost));
  }

  @Override
  public void roundTrip(Duration time) {
    arrive(new Item.RoundTrip(time));
  }

  @Override
  public void notice(String text) {
    arrive(new Item.Notice(text));
  }

  private void arrive(Item item) {
    arrived.add(item);
    if (scheduled.compareAndSet(false, true)) {
      calmly.execute(this::drain);
    }
  }

  private void drain() {
    scheduled.set(false);
    List<FarmChange> batch = new ArrayList<>();
    Item item;
    while (batch.size() < PER_FRAME && (item = arrived.poll()) != null) {
      if (item instanceof Item.Changed(Instant _, FarmChange change)) {
        batch.add(change);
      } else if (item instanceof Item.Heard(Instant at)) {
        line.changed(at);
      } else {
        apply(batch);
        take(item);
      }
    }
    apply(batch);
    if (!arrived.isEmpty()) {
      goOn();
    }
  }

  /// There is more than a frame has time for, as in a snapshot: the rest comes in the next ones.
  private void goOn() {
    if (!goesOn) {
      goesOn = true;
      fx.execute(() -> {
        goesOn = false;
        drain();
      });
    }
  }

  private void apply(List<FarmChange> batch) {
    if (batch.isEmpty()) {
      return;
    }
    farm.apply(batch);
    if (expected > 0) {
      loaded += batch.size();
      line.loaded(Math.min(1.0, (double) loaded / expected));
    }
    batch.clear();
  }

  private void take(Item item) {
    switch (item) {
      case Item.Attached(Welcome welcome) -> {
        clock.set(welcome.now());
        line.attached(welcome);
      }
      case Item.Loading(int total) -> {
        expected = total;
        loaded = 0;
        line.loaded(0);
        farm.clear();
      }
      case Item.Ready _ -> {
        expected = 0;
        line.live();
      }
      case Item.Lost(LostLine lost) -> line.lost(lost);
      case Item.Notice(String text) -> line.notice(text);
      case Item.RoundTrip(Duration time) -> line.roundTrip(time);
      case Item.Changed _, Item.Heard _ -> {}
    }
  }
}
