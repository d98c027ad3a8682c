package org.yardmaster.console.slaves;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.Experience;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// All slaves by name, what they do, and the operator's marks on them.
public final class SlavesViewModel implements FarmObserver {
  private final FarmModel farm;
  private final Experience experience;
  private final Actions actions;
  private final MasterClock clock;
  private final OrderedRows<SlaveRow> rows = new OrderedRows<>(SlaveRow.BY_NAME);
  private final SortedMap<SlaveId, SlaveRow> byId = new TreeMap<>();
  private final Map<SlaveState, Integer> counts = new EnumMap<>(SlaveState.class);
  private final ObservableList<SlaveRow> selected = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final BooleanProperty tiles = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final StringBinding whyNotTakeOut;
  private final StringBinding whyNotPutBack;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  public SlavesViewModel(
      FarmModel farm, Experience experience, Actions actions, MasterClock clock) {
    this.farm = farm;
    this.experience = experience;
    this.actions = actions;
    this.clock = clock;
    this.whyNotTakeOut = actions.whyNot(this::nothingSelected, selected);
    this.whyNotPutBack = actions.whyNot(this::nothingOut, selected);
    filter.subscribe(this::filter);
    farm.observe(this);
    experience.readProperty().subscribe((_, _) -> byId.keySet().forEach(this::refresh));
  }

  private void filter(String text) {
    List<String> words = List.of(text.trim().toLowerCase(Locale.ROOT).split("\\s+"));
    rows.filter(row -> row.has(words));
  }

  private String nothingSelected() {
    return selected.isEmpty() ? "no slave selected" : "";
  }

  private String nothingOut() {
    if (selected.isEmpty() || selected.stream().anyMatch(SlaveRow::canBePutBack)) {
      return nothingSelected();
    }
    String who = selected.size() == 1 ? selected.getFirst().name() + " is" : "the selected are";
    return who + " neither out of service nor backed off";
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    selected.clear();
    byId.clear();
    counts.clear();
    rows.clear();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.SlaveKept(Slave slave) -> keep(slave);
      case FarmChange.SlaveGone(SlaveId id) -> drop(id);
      case FarmChange.BuildKept(Build build) -> refresh(build.slave());
      case FarmChange.BuildEnded ended -> refresh(ended.build().build().slave());
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
    summary.set(summarise());
    whyNotPutBack.invalidate(); // A mark may have come or gone.
  }

  private void refresh(SlaveId id) {
    farm.slave(id).ifPresent(this::keep);
  }

  private void keep(Slave slave) {
    List<Build> builds = farm.buildsOn(slave.id());
    SlaveRow.Work work =
        new SlaveRow.Work(
            builds,
            builds.stream().map(it -> farm.builderName(it.builder())).toList(),
            builds.stream().findFirst().flatMap(it -> experience.expected(it.builder())),
            experience.recent(slave.name()));
    SlaveRow known = byId.get(slave.id());
    if (known == null) {
      SlaveRow row = new SlaveRow(slave, work);
      byId.put(slave.id(), row);
      rows.add(row);
      count(row, 1);
    } else {
      count(known, -1);
      rows.change(known, () -> known.told(slave, work));
      count(known, 1);
    }
  }

  private void drop(SlaveId id) {
    SlaveRow row = byId.remove(id);
    if (row != null) {
      selected.remove(row);
      rows.remove(row);
      count(row, -1);
    }
  }

  private void count(SlaveRow row, int by) {
    counts.merge(row.state(), by, Integer::sum);
  }

  private String summarise() {
    StringBuilder text = new StringBuilder();
    for (SlaveState state :
        List.of(
            SlaveState.BUSY,
            SlaveState.ACCEPTING,
            SlaveState.AWAY,
            SlaveState.OUT_OF_SERVICE,
            SlaveState.BACKED_OFF,
            SlaveState.UNREACHABLE,
            SlaveState.DOWN,
            SlaveState.ABSENT)) {
      int count = counts.getOrDefault(state, 0);
      if (count > 0) {
        text.append(text.isEmpty() ? "" : "   ").append(count).append(' ').append(state.words());
      }
    }
    return text.toString();
  }

  /// The slaves to show, by name unless the table is sorted otherwise.
  public ObservableList<SlaveRow> rows() {
    return rows.shown();
  }

  OrderedRows<SlaveRow> ordered() {
    return rows;
  }

  public ObservableList<SlaveRow> selected() {
    return selected;
  }

  public Optional<SlaveRow> row(String name) {
    return byId.values().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  public StringProperty filterProperty() {
    return filter;
  }

  /// Whether tiles are shown, or else the table.
  public BooleanProperty tilesProperty() {
    return tiles;
  }

  /// How many are in which state.
  public ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Why the selected slaves cannot be taken out of service; "" if they can.
  public StringBinding whyNotTakeOut() {
    return whyNotTakeOut;
  }

  /// Why the selected slaves cannot be put back in service; "" if one of them can.
  public StringBinding whyNotPutBack() {
    return whyNotPutBack;
  }

  public void forgetProblem() {
    problem.set("");
  }

  /// Whether all selected slaves are out of service already.
  public boolean allOut() {
    return !selected.isEmpty()
        && selected.stream().allMatch(row -> row.slave().outOfService().isPresent());
  }

  /// Starts nothing new on the selected slaves, for a while or until they are put back.
  public CompletableFuture<Boolean> takeOut(String reason, Optional<Duration> span) {
    Optional<Instant> until = span.map(clock.now()::plus);
    return give(new Command.TakeOut(names(), reason.trim(), until));
  }

  /// Lets the selected slaves work again, also those that are backed off.
  public CompletableFuture<Boolean> putBack() {
    return give(new Command.PutBack(names()));
  }

  private List<String> names() {
    return selected.stream().map(SlaveRow::name).sorted().toList();
  }

  private CompletableFuture<Boolean> give(Command command) {
    problem.set("");
    return actions
        .give(command)
        .thenApply(answer -> {
          if (answer instanceof Answer.Refused(var _, String text)) {
            problem.set(text);
          }
          return answer instanceof Answer.Accepted;
        });
  }
}
