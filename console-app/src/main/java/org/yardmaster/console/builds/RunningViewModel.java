package org.yardmaster.console.builds;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;

/// All running builds, and the one that is looked at.
public final class RunningViewModel implements FarmObserver {
  private final FarmModel farm;
  private final BuildViewModel build;
  private final OrderedRows<BuildRow> rows = new OrderedRows<>(BuildRow.OLDEST_FIRST);
  private final SortedMap<BuildId, BuildRow> byId = new TreeMap<>();
  private final StringProperty filter = new SimpleStringProperty("");

  public RunningViewModel(FarmModel farm, BuildViewModel build) {
    this.farm = farm;
    this.build = build;
    filter.subscribe(this::filter);
    farm.observe(this);
  }

  private void filter(String text) {
    List<String> words = List.of(text.trim().toLowerCase(Locale.ROOT).split("\\s+"));
    rows.filter(row -> {
      String all =
          (row.builder() + " " + row.slave() + " " + row.why() + " " + row.build().request())
              .toLowerCase(Locale.ROOT);
      return words.stream().allMatch(all::contains);
    });
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    byId.clear();
    rows.clear();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.BuildKept(Build now) -> keep(now);
      case FarmChange.BuildEnded ended -> drop(ended.build().build().id());
      case FarmChange.BuildGone(BuildId id) -> drop(id);
      case FarmChange.RequestKept kept ->
          kept.request().build().flatMap(farm::build).ifPresent(this::keep);
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
  }

  private void keep(Build now) {
    String builder = farm.builderName(now.builder());
    String slave = farm.slaveName(now.slave());
    var request = farm.request(now.request());
    BuildRow known = byId.get(now.id());
    if (known == null) {
      BuildRow row = new BuildRow(now, builder, slave, request);
      byId.put(now.id(), row);
      rows.add(row);
    } else {
      rows.change(known, () -> known.told(now, builder, slave, request));
    }
  }

  private void drop(BuildId id) {
    BuildRow row = byId.remove(id);
    if (row != null) {
      rows.remove(row);
    }
  }

  public ObservableList<BuildRow> rows() {
    return rows.shown();
  }

  OrderedRows<BuildRow> ordered() {
    return rows;
  }

  public StringProperty filterProperty() {
    return filter;
  }

  public Optional<BuildRow> row(BuildId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The build that is looked at.
  public BuildViewModel build() {
    return build;
  }
}
