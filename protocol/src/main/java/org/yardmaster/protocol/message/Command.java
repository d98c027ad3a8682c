package org.yardmaster.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;

/// What a person, or a script for one, wants done. A command is carried out wholly or refused with
/// its reason.
public sealed interface Command {

  /// Queue a request. Priority: the builder's default, unless given. It does not start before
  /// `notBefore`.
  record Submit(
      String builder,
      String reason,
      SortedMap<String, String> properties,
      Optional<Integer> priority,
      Optional<Instant> notBefore)
      implements Command {
    public Submit {
      properties = Sorted.map(properties);
    }
  }

  /// Put queued requests, in their present order, just before or behind another one; they take over
  /// its priority.
  record Move(List<RequestId> requests, Side side, RequestId anchor) implements Command {
    public Move {
      requests = List.copyOf(requests);
    }
  }

  /// On which side of its anchor a moved request comes to stand.
  enum Side {
    BEFORE,
    BEHIND
  }

  /// Put queued requests, in their present order, to one end of their own priorities.
  record MoveToEnd(List<RequestId> requests, End end) implements Command {
    public MoveToEnd {
      requests = List.copyOf(requests);
    }
  }

  /// An end of the requests of one priority.
  enum End {
    TOP,
    BOTTOM
  }

  /// Give queued requests another priority; they keep their places.
  record SetPriority(List<RequestId> requests, int priority) implements Command {
    public SetPriority {
      requests = List.copyOf(requests);
    }
  }

  /// Keep queued requests from starting.
  record Hold(List<RequestId> requests, String reason) implements Command {
    public Hold {
      requests = List.copyOf(requests);
    }
  }

  /// Let held requests start again.
  record Release(List<RequestId> requests) implements Command {
    public Release {
      requests = List.copyOf(requests);
    }
  }

  /// Take back queued requests. One that has started is stopped with [StopBuild], not cancelled.
  record Cancel(List<RequestId> requests, String reason) implements Command {
    public Cancel {
      requests = List.copyOf(requests);
    }
  }

  /// Take requests back off the shelf: they may start at once, and their losses are forgotten.
  record Unshelve(List<RequestId> requests) implements Command {
    public Unshelve {
      requests = List.copyOf(requests);
    }
  }

  /// Try requests that lost a build again now, not after their delay, and on any slave.
  record RetryNow(List<RequestId> requests) implements Command {
    public RetryNow {
      requests = List.copyOf(requests);
    }
  }

  /// End a running build; its request ends as STOPPED.
  record StopBuild(BuildId build, String reason) implements Command {}

  /// Start nothing new in `scope`; running builds go on. Pausing what is paused changes reason and
  /// end.
  record Pause(PauseScope scope, String reason, Optional<Instant> until) implements Command {}

  /// End a pause.
  record Resume(PauseScope scope) implements Command {}

  /// Mark slaves as out of service.
  record TakeOut(List<String> slaves, String reason, Optional<Instant> until) implements Command {
    public TakeOut {
      slaves = List.copyOf(slaves);
    }
  }

  /// Put slaves back in service.
  record PutBack(List<String> slaves) implements Command {
    public PutBack {
      slaves = List.copyOf(slaves);
    }
  }

  /// Let a new slave in, or give a known one (named by the configuration, or added before) this
  /// secret and, if it was added by command, this definition. `secretHash` is the SHA-256 of the
  /// secret's text, in hex: the secret itself stays with the client.
  record AddSlave(String name, SlaveDefinition definition, String secretHash) implements Command {
    @Override
    public String toString() {
      return "AddSlave[" + name + ", " + definition + "]";
    }
  }

  /// Take a slave out of the farm for good; it gets no new build, and what it runs ends first.
  record RemoveSlave(String name) implements Command {}

  /// Add a user, or change a user's role and password. `verifier` is what the password is checked
  /// against, in the form `pbkdf2-sha256$<rounds>$<salt, base64>$<hash, base64>`; empty keeps the
  /// present one.
  record PutUser(String name, Role role, Optional<String> verifier) implements Command {
    @Override
    public String toString() {
      return "PutUser[" + name + ", " + role + "]";
    }
  }

  /// Remove a user.
  record RemoveUser(String name) implements Command {}

  /// Put a checked configuration in force. `text` is the file it was read from, kept with the
  /// version.
  record ApplyConfig(FarmConfig config, String text) implements Command {}

  /// Take back the command with this number in the audit record; without one, the newest of this
  /// user's commands that can be taken back and has not been. An undo is itself a command that can
  /// be undone: that is redo.
  record Undo(Optional<Long> command) implements Command {}

  /// The least role that may give this command.
  default Role needed() {
    return switch (this) {
      case AddSlave _, RemoveSlave _, PutUser _, RemoveUser _, ApplyConfig _ -> Role.ADMIN;
      case Submit _,
          Move _,
          MoveToEnd _,
          SetPriority _,
          Hold _,
          Release _,
          Cancel _,
          Unshelve _,
          RetryNow _,
          StopBuild _,
          Pause _,
          Resume _,
          TakeOut _,
          PutBack _,
          Undo _ ->
          Role.OPERATOR;
    };
  }
}
