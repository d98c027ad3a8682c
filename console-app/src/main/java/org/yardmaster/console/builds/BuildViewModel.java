package org.yardmaster.console.builds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.log.LogViewModel;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.StepResult;

/// One build, running or ended: its steps, and the log of the step that is looked at. While it runs
/// that is the step at work, unless somebody chose another.
public final class BuildViewModel implements FarmObserver {
  private final FarmModel farm;
  private final FarmLink link;
  private final Executor fx;
  private final Actions actions;
  private final LogViewModel log;
  private final ReadOnlyObjectWrapper<Optional<Build>> build =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<FinishedBuild>> finished =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<StepRow> steps = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper step = new ReadOnlyIntegerWrapper(-1);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObjectProperty<Optional<BuildId>> wanted =
      new SimpleObjectProperty<>(Optional.empty());
  private boolean chosenByHand;

  public BuildViewModel(FarmModel farm, Line line, FarmLink link, Executor fx, Actions actions) {
    this.farm = farm;
    this.link = link;
    this.fx = fx;
    this.actions = actions;
    this.log = new LogViewModel(link, fx);
    line.stateProperty()
        .subscribe(state -> {
          if (state == Line.State.LIVE) {
            log.wake();
          }
        });
    farm.observe(this);
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.BuildKept(Build now) when isShown(now.id()) -> show(now);
      case FarmChange.BuildEnded(FinishedBuild now) when isShown(now.build().id()) -> show(now);
      default -> {}
    }
  }

  private boolean isShown(BuildId id) {
    return wanted.get().equals(Optional.of(id));
  }

  /// Shows a build; one that has ended is asked for.
  public void open(BuildId id) {
    if (isShown(id)) {
      return;
    }
    clear();
    wanted.set(Optional.of(id));
    farm.build(id).ifPresentOrElse(this::show, () -> ask(id));
  }

  /// Shows a build that has ended.
  public void open(FinishedBuild ended) {
    if (!isShown(ended.build().id())) {
      clear();
      wanted.set(Optional.of(ended.build().id()));
      show(ended);
    }
  }

  /// Shows nothing.
  public void clear() {
    wanted.set(Optional.empty());
    build.set(Optional.empty());
    finished.set(Optional.empty());
    steps.clear();
    step.set(-1);
    problem.set("");
    chosenByHand = false;
    log.close();
  }

  private void ask(BuildId id) {
    CompletableFuture<Void> _ =
        link.ask(new Query.OneBuild(id))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(reply -> told(id, reply), fx);
  }

  private void told(BuildId id, Reply reply) {
    if (!isShown(id)) {
      return;
    }
    switch (reply) {
      case Reply.Builds(var builds) when !builds.isEmpty() -> show(builds.getFirst());
      case Reply.Failed(String text) -> problem.set(text);
      default -> problem.set("The master does not know " + id + " any more.");
    }
  }

  private void show(Build now) {
    build.set(Optional.of(now));
    finished.set(Optional.empty());
    List<StepRow> rows = new ArrayList<>();
    for (int i = 0; i < now.stepNames().size(); i++) {
      boolean atWork = now.current().equals(Optional.of(i));
      rows.add(
          new StepRow(
              i,
              now.stepNames().get(i),
              result(now.finished(), i),
              atWork ? now.currentSince() : Optional.empty()));
    }
    show(rows, now.current().orElse(Math.max(0, now.finished().size() - 1)));
  }

  /// The locks that the next step of the build waits for; empty where it waits for none.
  ///
  /// @param step its name
  /// @param names what it asked for, as far as the builder is known
  public record Locks(String step, Instant since, List<String> names) {}

  /// What the build shown waits for while it runs.
  public Optional<Locks> locks() {
    return build
        .get()
        .filter(_ -> finished.get().isEmpty())
        .flatMap(now -> now.wants().filter(it -> !it.granted()).map(it -> locks(now, it)));
  }

  private Locks locks(Build now, Build.Wanted wanted) {
    int index = wanted.step();
    String name = index < now.stepNames().size() ? now.stepNames().get(index) : "" + (index + 1);
    List<String> names =
        farm.builder(now.builder())
            .map(builder -> builder.definition().steps())
            .filter(all -> index < all.size() && all.get(index).name().equals(name))
            .map(all -> all.get(index).locks().stream().map(LockUse::lock).toList())
            .orElse(List.of());
    return new Locks(name, wanted.since(), names);
  }

  private void show(FinishedBuild now) {
    build.set(Optional.of(now.build()));
    finished.set(Optional.of(now));
    List<StepRow> rows = new ArrayList<>();
    List<StepResult> results = now.result().steps();
    int worst = Math.max(0, results.size() - 1);
    for (int i = 0; i < now.build().stepNames().size(); i++) {
      Optional<StepResult> result = result(results, i);
      rows.add(new StepRow(i, now.build().stepNames().get(i), result, Optional.empty()));
      if (result.filter(it -> !it.succeeded()).isPresent() && isFine(results, worst)) {
        worst = i;
      }
    }
    show(rows, worst);
  }

  private static boolean isFine(List<StepResult> results, int index) {
    return result(results, index).map(StepResult::succeeded).orElse(true);
  }

  private static Optional<StepResult> result(List<StepResult> results, int index) {
    return results.stream().filter(it -> it.index() == index).findFirst();
  }

  private void show(List<StepRow> rows, int of) {
    if (!steps.equals(rows)) {
      steps.setAll(rows);
    }
    if (!chosenByHand && !rows.isEmpty()) {
      look(Math.min(of, rows.size() - 1));
    } else if (step.get() >= 0) {
      look(step.get());
    }
  }

  private void look(int index) {
    step.set(index);
    wanted.get().ifPresent(id -> log.open(id, index));
  }

  /// Somebody wants to see this step's log.
  public void choose(int index) {
    if (index != step.get()) {
      chosenByHand = true;
      look(index);
    }
  }

  /// Asks the slave to stop the build. This cannot be undone.
  public void stop(String reason) {
    problem.set("");
    build
        .get()
        .ifPresent(running -> {
          CompletableFuture<Void> _ =
              actions.give(new Command.StopBuild(running.id(), reason)).thenAccept(this::answered);
        });
  }

  private void answered(Answer answer) {
    if (answer instanceof Answer.Refused(var _, String text)) {
      problem.set(text);
    }
  }

  /// The build shown; empty for none.
  public ReadOnlyObjectProperty<Optional<Build>> buildProperty() {
    return build.getReadOnlyProperty();
  }

  /// How it ended; empty while it runs.
  public ReadOnlyObjectProperty<Optional<FinishedBuild>> finishedProperty() {
    return finished.getReadOnlyProperty();
  }

  /// Whether it can be stopped.
  public boolean isRunning() {
    return build.get().isPresent() && finished.get().isEmpty();
  }

  public ObservableList<StepRow> steps() {
    return steps;
  }

  /// The step whose log is shown; -1 for none.
  public ReadOnlyIntegerProperty stepProperty() {
    return step.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public LogViewModel log() {
    return log;
  }

  /// `linux-release build 512 on ws-12`.
  public String title() {
    return build
        .get()
        .map(it ->
            finished
                    .get()
                    .map(FinishedBuild::builderName)
                    .orElseGet(() -> farm.builderName(it.builder()))
                + "   "
                + it.id()
                + " of "
                + it.request()
                + "   on "
                + finished
                    .get()
                    .map(FinishedBuild::slaveName)
                    .orElseGet(() -> farm.slaveName(it.slave())))
        .orElse("");
  }
}
