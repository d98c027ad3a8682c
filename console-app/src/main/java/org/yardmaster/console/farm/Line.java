package org.yardmaster.console.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.yardmaster.console.link.LostLine;
import org.yardmaster.console.link.Welcome;

/// How the line to the master is, and so how old what is shown may be. Lives on the FX thread.
public final class Line {
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.LOADING);
  private final ReadOnlyObjectWrapper<Optional<Welcome>> welcome =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<LostLine>> lost =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Instant>> lastChange =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<Duration>> roundTrip =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyDoubleWrapper loaded = new ReadOnlyDoubleWrapper();

  /// From the first rows to a lost line.
  public enum State {
    /// Rows are coming in.
    LOADING,
    /// What is shown is what the master knows.
    LIVE,
    /// What is shown may be stale.
    LOST
  }

  void attached(Welcome now) {
    welcome.set(Optional.of(now));
    lost.set(Optional.empty());
    state.set(State.LOADING);
  }

  void loaded(double share) {
    loaded.set(share);
  }

  void changed(Instant at) {
    lastChange.set(Optional.of(at));
  }

  void live() {
    loaded.set(1);
    state.set(State.LIVE);
  }

  void lost(LostLine now) {
    lost.set(Optional.of(now));
    state.set(State.LOST);
  }

  void roundTrip(Duration time) {
    roundTrip.set(Optional.of(time));
  }

  void notice(String text) {
    notice.set(text);
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// What the master said when it let us in last.
  public ReadOnlyObjectProperty<Optional<Welcome>> welcomeProperty() {
    return welcome.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<LostLine>> lostProperty() {
    return lost.getReadOnlyProperty();
  }

  /// When something changed last, by the master's clock.
  public ReadOnlyObjectProperty<Optional<Instant>> lastChangeProperty() {
    return lastChange.getReadOnlyProperty();
  }

  /// How long the way to the master and back took last.
  public ReadOnlyObjectProperty<Optional<Duration>> roundTripProperty() {
    return roundTrip.getReadOnlyProperty();
  }

  /// What the master wants everybody to see; "" for nothing.
  public ReadOnlyStringProperty noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// The share of the snapshot that is here, 0 to 1.
  public ReadOnlyDoubleProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }
}
