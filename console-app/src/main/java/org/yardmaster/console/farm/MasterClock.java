package org.yardmaster.console.farm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The master's clock as far as we can tell: ours, corrected by what the master said when it let us
/// in. Ticks when told to, so that all durations on the screen change together.
public final class MasterClock {
  private final InstantSource ours;
  private final ReadOnlyObjectWrapper<Instant> now;
  private Duration ahead = Duration.ZERO;

  public MasterClock(InstantSource ours) {
    this.ours = ours;
    this.now = new ReadOnlyObjectWrapper<>(ours.instant());
  }

  /// The master's clock shows `masters` now.
  public void set(Instant masters) {
    ahead = Duration.between(ours.instant(), masters);
    tick();
  }

  /// Looks at the clock again.
  public void tick() {
    now.set(ours.instant().plus(ahead));
  }

  /// The master's time at the last tick.
  public Instant now() {
    return now.get();
  }

  /// Our own time, for what is about the line and not about the farm.
  public Instant ourNow() {
    return ours.instant();
  }

  public ReadOnlyObjectProperty<Instant> nowProperty() {
    return now.getReadOnlyProperty();
  }
}
