package org.yardmaster.console.builders;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// All builders by name, with counts that follow each change by itself.
public final class BuildersViewModel implements FarmObserver {
  private final FarmModel farm;
  private final OrderedRows<BuilderRow> rows = new OrderedRows<>(BuilderRow.BY_NAME);
  private final SortedMap<BuilderId, BuilderRow> byId = new TreeMap<>();
  private final SortedMap<Eligibility, SlavePool> pools = new TreeMap<>();
  private final SortedMap<RequestId, Request> counted = new TreeMap<>();
  private final SortedSet<BuilderId> early = new TreeSet<>();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<Optional<BuilderRow>> selected =
      new SimpleObjectProperty<>(Optional.empty());

  public BuildersViewModel(FarmModel farm) {
    this.farm = farm;
    filter.subscribe(text -> {
      List<String> words = List.of(text.trim().toLowerCase(Locale.ROOT).split("\\s+"));
      rows.filter(row -> row.has(words));
    });
    farm.observe(this);
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    byId.clear();
    pools.clear();
    counted.clear();
    early.clear();
    selected.set(Optional.empty());
    rows.clear();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.BuilderKept(Builder builder) -> keep(builder);
      case FarmChange.RequestKept(Request request) -> count(request);
      case FarmChange.RequestEnded ended -> uncount(ended.request().request().id());
      case FarmChange.SlaveKept(Slave slave) -> look(slave);
      case FarmChange.SlaveGone(SlaveId id) -> forget(id);
      case FarmChange.BuildKept(Build build) -> farm.slave(build.slave()).ifPresent(this::look);
      case FarmChange.BuildEnded ended ->
          farm.slave(ended.build().build().slave()).ifPresent(this::look);
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
  }

  private void keep(Builder builder) {
    SlavePool pool = pools.computeIfAbsent(builder.definition().eligibility(), this::pool);
    BuilderRow known = byId.get(builder.id());
    if (known == null) {
      BuilderRow row = new BuilderRow(builder, pool);
      byId.put(builder.id(), row);
      rows.add(row);
      if (early.remove(builder.id())) {
        counted.values().stream()
            .filter(request -> request.builder().equals(builder.id()))
            .forEach(request -> add(request, 1));
      }
    } else {
      rows.change(known, () -> known.told(builder, pool));
    }
  }

  private SlavePool pool(Eligibility eligibility) {
    SlavePool pool = new SlavePool(eligibility);
    farm.slaves().values().forEach(slave -> pool.look(slave, farm.buildsOn(slave.id()).size()));
    return pool;
  }

  private void look(Slave slave) {
    int running = farm.buildsOn(slave.id()).size();
    pools.values().stream().filter(pool -> pool.look(slave, running)).forEach(this::changed);
  }

  private void forget(SlaveId id) {
    pools.values().stream().filter(pool -> pool.forget(id)).forEach(this::changed);
  }

  private void changed(SlavePool pool) {
    byId.values().stream().filter(row -> row.pool().equals(pool)).forEach(BuilderRow::poolChanged);
  }

  private void count(Request request) {
    uncount(request.id());
    counted.put(request.id(), request);
    add(request, 1);
  }

  private void uncount(RequestId id) {
    Request before = counted.remove(id);
    if (before != null) {
      add(before, -1);
    }
  }

  private void add(Request request, int by) {
    BuilderRow row = byId.get(request.builder());
    if (row == null) {
      early.add(request.builder());
      return;
    }
    boolean runs = request.build().isPresent();
    row.count(runs ? 0 : by, runs ? by : 0);
  }

  public ObservableList<BuilderRow> rows() {
    return rows.shown();
  }

  OrderedRows<BuilderRow> ordered() {
    return rows;
  }

  public StringProperty filterProperty() {
    return filter;
  }

  public ObjectProperty<Optional<BuilderRow>> selectedProperty() {
    return selected;
  }

  public Optional<BuilderRow> row(String name) {
    return byId.values().stream().filter(row -> row.name().equals(name)).findFirst();
  }
}
