package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Schedule;

/// Answers commands: checks the role, has the command carried out, and keeps the audit record of
/// it.
final class Commands {
  private final Rows rows;
  private final List<Decision> decisions;
  private final QueueCommands requests;
  private final FarmCommands farm;
  private final Reconfig reconfig;
  private final Undoing undoing;

  private final Schedules schedules;

  Commands(
      Rows rows,
      Builds builds,
      Endings endings,
      Dispatch dispatch,
      Losses losses,
      List<Decision> decisions) {
    this.rows = rows;
    this.decisions = decisions;
    Queue queue = new Queue(rows);
    Crowd crowd = new Crowd(rows, queue);
    requests = new QueueCommands(rows, queue, crowd, dispatch, builds, losses);
    schedules = new Schedules(rows, requests);
    farm = new FarmCommands(rows, builds, endings, losses, decisions);
    reconfig = new Reconfig(rows, queue, farm, schedules);
    undoing = new Undoing(rows, queue, crowd, requests, losses);
  }

  void answer(Event.Commanded event, Instant now) {
    Answer answer;
    try {
      checkRole(event);
      answer = record(event, carryOut(event, now), now);
    } catch (Refusal refusal) {
      answer = refusal.answer();
    }
    decisions.add(new Decision.AnswerCommand(event.id(), answer));
  }

  /// The time of a schedule has come.
  void submitBySchedule(Schedule schedule, Instant now) {
    schedules.rang(schedule, now);
  }

  private void checkRole(Event.Commanded event) throws Refusal {
    Event.Person by = event.by();
    Role needed = event.command().needed();
    Role role =
        by.local()
            ? Role.ADMIN
            : rows.user(by.name())
                .map(Change.User::role)
                .orElseThrow(() ->
                    new Refusal(Answer.Code.FORBIDDEN, "user " + by.name() + ": no longer exists"));
    if (!role.covers(needed)) {
      throw new Refusal(
          Answer.Code.FORBIDDEN, "user " + by.name() + ": is " + role + ", this needs " + needed);
    }
  }

  private Done carryOut(Event.Commanded event, Instant now) throws Refusal {
    String user = event.by().name();
    return switch (event.command()) {
      case Command.Submit c -> requests.submit(c, user, now);
      case Command.Move c -> requests.move(c);
      case Command.MoveToEnd c -> requests.moveToEnd(c);
      case Command.SetPriority c -> requests.setPriority(c);
      case Command.Hold c -> requests.hold(c, user, now);
      case Command.Release c -> requests.release(c, now);
      case Command.Unshelve c -> requests.unshelve(c, now);
      case Command.RetryNow c -> requests.retryNow(c);
      case Command.Cancel c -> requests.cancel(c, user, now);
      case Command.StopBuild c -> farm.stopBuild(c, user, now);
      case Command.Pause c -> farm.pause(c, user, now);
      case Command.Resume c -> farm.resume(c);
      case Command.TakeOut c -> farm.takeOut(c, user, now);
      case Command.PutBack c -> farm.putBack(c, now);
      case Command.AddSlave c -> farm.addSlave(c, now);
      case Command.RemoveSlave c -> farm.removeSlave(c, now);
      case Command.PutUser c -> farm.putUser(c);
      case Command.RemoveUser c -> farm.removeUser(c);
      case Command.ApplyConfig c -> reconfig.apply(c, user, now);
      case Command.Undo _ -> undoing.undo(event.target(), user, rows.counters().command(), now);
    };
  }

  private Answer record(Event.Commanded event, Done done, Instant now) {
    long number = rows.counters().command();
    rows.keep(rows.counters().afterCommand());
    Answer.Accepted answer = new Answer.Accepted(number, done.text(), done.request());
    rows.record(
        new CommandRecord(
            number,
            event.id(),
            now,
            event.by().name(),
            withoutCredentials(event.command()),
            answer,
            done.replaced(),
            0));
    return answer;
  }

  /// The audit record is read by many: it keeps no hash of a secret, and no second copy of a
  /// configuration.
  private static Command withoutCredentials(Command command) {
    return switch (command) {
      case Command.AddSlave c -> new Command.AddSlave(c.name(), c.definition(), "");
      case Command.PutUser c -> new Command.PutUser(c.name(), c.role(), Optional.empty());
      case Command.ApplyConfig _ -> new Command.ApplyConfig(FarmConfig.empty(), "");
      case Command other -> other;
    };
  }
}
