package org.yardmaster.console.incidents;

import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;

/// The incidents that last, newest first. One that is over and not yet told to all is none here.
public final class IncidentsViewModel implements FarmObserver {
  private static final Comparator<Incident> NEWEST_FIRST =
      Comparator.comparing(Incident::since).thenComparingLong(Incident::number).reversed();

  private final FarmModel farm;
  private final MasterClock clock;
  private final Times times;
  private final ObservableList<Incident> present = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private boolean dirty = true;

  public IncidentsViewModel(FarmModel farm, MasterClock clock, Times times) {
    this.farm = farm;
    this.clock = clock;
    this.times = times;
    farm.observe(this);
  }

  @Override
  public void cleared() {
    dirty = true;
    look();
  }

  @Override
  public void changed(FarmChange change) {
    if (change instanceof FarmChange.IncidentKept || change instanceof FarmChange.IncidentGone) {
      dirty = true;
    }
  }

  @Override
  public void ends() {
    look();
  }

  private void look() {
    if (!dirty) {
      return;
    }
    dirty = false;
    List<Incident> now =
        farm.incidents().values().stream()
            .filter(incident -> incident.over().isEmpty())
            .sorted(NEWEST_FIRST)
            .toList();
    if (!present.equals(now)) {
      present.setAll(now);
    }
    title.set(
        switch (now.size()) {
          case 0 -> "";
          case 1 -> "1 incident";
          default -> now.size() + " incidents";
        });
  }

  public ObservableList<Incident> present() {
    return present;
  }

  /// `3 incidents`; "" for none.
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /// `host down osx-3`.
  public String head(Incident incident) {
    String about = incident.subject();
    return words(incident.kind()) + (about.isBlank() ? "" : "   " + about);
  }

  /// `since 13:13, 67 min ago`.
  public String since(Incident incident) {
    return "since "
        + times.at(incident.since(), clock.now())
        + ", "
        + Times.ago(incident.since(), clock.now());
  }

  private static String words(IncidentKind kind) {
    return kind.code().replace('-', ' ');
  }
}
