package org.yardmaster.console.act;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.link.Welcome;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Role;

/// Sends the user's commands, says what became of them, and takes them back.
///
/// Undo and redo live in the master: what is kept here are the numbers of this window's commands in
/// the audit record. A redo is the undo of an undo.
public final class Actions {
  private final FarmLink link;
  private final Executor fx;
  private final Deque<Long> done = new ArrayDeque<>();
  private final Deque<Long> undone = new ArrayDeque<>();
  private final ReadOnlyObjectWrapper<Said> said = new ReadOnlyObjectWrapper<>(Said.nothing());
  private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();
  private final StringBinding impossible;
  private final BooleanBinding possible;

  public Actions(FarmLink link, Executor fx, Line line, MasterClock clock) {
    this.link = link;
    this.fx = fx;
    this.impossible =
        Bindings.createStringBinding(
            () -> whyNot(line, clock),
            line.stateProperty(),
            line.lostProperty(),
            line.welcomeProperty(),
            clock.nowProperty());
    this.possible = impossible.isEmpty();
  }

  private static String whyNot(Line line, MasterClock clock) {
    Optional<Welcome> welcome = line.welcomeProperty().get();
    if (line.stateProperty().get() == Line.State.LOST) {
      return line.lostProperty()
          .get()
          .map(lost -> Times.ago(lost.since(), clock.ourNow()))
          .map(ago -> "line lost " + (ago.equals("now") ? "just now" : ago))
          .orElse("line lost");
    }
    if (welcome.isEmpty()) {
      return "not attached yet";
    }
    Welcome us = welcome.get();
    return us.role().covers(Role.OPERATOR)
        ? ""
        : us.user() + " is a viewer; this takes an operator";
  }

  /// Whether commands can be given now.
  public BooleanBinding possible() {
    return possible;
  }

  /// Why no command can be given now; "" if one can.
  public StringBinding impossibleBecause() {
    return impossible;
  }

  /// Why a verb cannot be given: because no command can, or for the reason that `own` says of those
  /// that `heeded` tells of.
  public StringBinding whyNot(Supplier<String> own, Observable... heeded) {
    Observable[] all = Arrays.copyOf(heeded, heeded.length + 1);
    all[heeded.length] = impossible;
    return Bindings.createStringBinding(
        () -> impossible.get().isEmpty() ? own.get() : impossible.get(), all);
  }

  /// What became of the last command.
  public ReadOnlyObjectProperty<Said> saidProperty() {
    return said.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty canUndoProperty() {
    return canUndo.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty canRedoProperty() {
    return canRedo.getReadOnlyProperty();
  }

  /// Gives a command. The future ends on the FX thread, always with an answer: a line that broke is
  /// a refusal too.
  public CompletableFuture<Answer> give(Command command) {
    if (!possible.get()) {
      return CompletableFuture.completedFuture(refuse(impossible.get()));
    }
    return send(command)
        .thenApply(answer -> {
          if (answer instanceof Answer.Accepted accepted && canBeUndone(command)) {
            done.push(accepted.number());
            undone.clear();
          }
          say(answer);
          return answer;
        });
  }

  /// Takes back the newest of this window's commands.
  public void undo() {
    takeBack(done, undone, "nothing to undo");
  }

  /// Does again what was taken back last.
  public void redo() {
    takeBack(undone, done, "nothing to redo");
  }

  private void takeBack(Deque<Long> from, Deque<Long> to, String none) {
    if (!possible.get()) {
      refuse(impossible.get());
      return;
    }
    Long number = from.poll();
    if (number == null) {
      refuse(none);
      return;
    }
    CompletableFuture<Void> _ =
        send(new Command.Undo(Optional.of(number)))
            .thenAccept(answer -> {
              if (answer instanceof Answer.Accepted accepted) {
                to.push(accepted.number());
              }
              say(answer);
            });
  }

  private CompletableFuture<Answer> send(Command command) {
    said.set(new Said(Said.Kind.PENDING, "Asking the master ..."));
    return link.command(command).exceptionally(Actions::broken).thenApplyAsync(a -> a, fx);
  }

  private static Answer broken(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new Answer.Refused(Answer.Code.NOT_STORED, "no answer: " + why);
  }

  private Answer refuse(String why) {
    Answer answer = new Answer.Refused(Answer.Code.FORBIDDEN, why);
    say(answer);
    return answer;
  }

  private void say(Answer answer) {
    said.set(
        switch (answer) {
          case Answer.Accepted accepted -> new Said(Said.Kind.DONE, accepted.text());
          case Answer.Refused refused -> new Said(Said.Kind.REFUSED, refused.text());
        });
    canUndo.set(!done.isEmpty());
    canRedo.set(!undone.isEmpty());
  }

  private static boolean canBeUndone(Command command) {
    return switch (command) {
      case Command.Move _, Command.MoveToEnd _, Command.SetPriority _, Command.Hold _ -> true;
      case Command.Release _, Command.Cancel _, Command.Pause _, Command.Resume _ -> true;
      case Command.Unshelve _, Command.RetryNow _ -> true;
      default -> false;
    };
  }
}
