package org.yardmaster.console.queue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.words.Moment;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Builder;

/// A request to be made: which builder, why, with which properties and priority.
public final class SubmitViewModel {
  private final FarmModel farm;
  private final Actions actions;
  private final MasterClock clock;
  private final ZoneId zone;
  private final StringProperty builder = new SimpleStringProperty("");
  private final StringProperty reason = new SimpleStringProperty("");
  private final StringProperty priority = new SimpleStringProperty("");
  private final StringProperty properties = new SimpleStringProperty("");
  private final StringProperty notBefore = new SimpleStringProperty("");
  private final StringProperty refusal = new SimpleStringProperty("");
  private final StringBinding problem =
      Bindings.createStringBinding(this::check, builder, priority, properties, notBefore, refusal);

  /// `zone` is the reader's.
  public SubmitViewModel(
      FarmModel farm, Actions actions, MasterClock clock, ZoneId zone, String builder) {
    this.farm = farm;
    this.actions = actions;
    this.clock = clock;
    this.zone = zone;
    this.builder.set(builder);
    List.of(this.builder, priority, properties, notBefore)
        .forEach(field -> field.subscribe(_ -> refusal.set("")));
  }

  /// The builders that can be asked for, by name.
  public List<String> builders() {
    return farm.builders().values().stream()
        .filter(known -> !known.retired())
        .map(Builder::name)
        .sorted()
        .toList();
  }

  public StringProperty builderProperty() {
    return builder;
  }

  public StringProperty reasonProperty() {
    return reason;
  }

  /// "" for the builder's default.
  public StringProperty priorityProperty() {
    return priority;
  }

  /// One `NAME=value` a line.
  public StringProperty propertiesProperty() {
    return properties;
  }

  /// Before when it is not to start, as `22:00`, `2026-03-04 07:00` or `+2h`; "" for at once.
  public StringProperty notBeforeProperty() {
    return notBefore;
  }

  private Optional<Instant> start() {
    return new Moment(clock.now(), zone).read(notBefore.get());
  }

  private String checkStart() {
    if (notBefore.get().isBlank()) {
      return "";
    }
    return start()
        .map(at ->
            at.isAfter(clock.now()) ? "" : "Not before '" + notBefore.get() + "': that is past.")
        .orElse("Not before '" + notBefore.get() + "': write 22:00, 2026-03-04 07:00 or +2h.");
  }

  /// What keeps the request from being made; "" for nothing.
  public StringBinding problem() {
    return problem;
  }

  /// The priority the request gets where none is given; empty while no builder is chosen.
  public Optional<Integer> defaultPriority() {
    return chosen().map(known -> known.definition().priority());
  }

  private Optional<Builder> chosen() {
    return farm.builders().values().stream()
        .filter(known -> known.name().equals(builder.get()) && !known.retired())
        .findFirst();
  }

  private String check() {
    if (!refusal.get().isEmpty()) {
      return refusal.get();
    }
    if (builder.get().isBlank()) {
      return "Choose a builder.";
    }
    if (chosen().isEmpty()) {
      return "There is no builder '" + builder.get() + "'.";
    }
    if (!priority.get().isBlank() && !priority.get().trim().matches("-?\\d{1,6}")) {
      return "Priority '" + priority.get() + "' is not a whole number.";
    }
    return properties
        .get()
        .lines()
        .filter(line -> !line.isBlank() && line.indexOf('=') <= 0)
        .findFirst()
        .map(line -> "Property '" + line + "': write NAME=value.")
        .orElseGet(this::checkStart);
  }

  /// Submits it. Ends with true if the master has taken it; else [#problem()] says why not.
  public CompletableFuture<Boolean> submit() {
    if (!problem.get().isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    Optional<Integer> asked =
        Optional.of(priority.get().trim()).filter(text -> !text.isEmpty()).map(Integer::valueOf);
    return actions
        .give(new Command.Submit(builder.get(), reason.get().trim(), parsed(), asked, start()))
        .thenApply(this::accepted);
  }

  private boolean accepted(Answer answer) {
    if (answer instanceof Answer.Refused(var _, String text)) {
      refusal.set(text);
      return false;
    }
    return true;
  }

  private SortedMap<String, String> parsed() {
    SortedMap<String, String> parsed = new TreeMap<>();
    properties
        .get()
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          int equals = line.indexOf('=');
          parsed.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim());
        });
    return parsed;
  }
}
