package org.yardmaster.master.consoles;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.wire.Timer;

/// Says who may log in: users by their password, the master's own account by the token file.
/// Checking a password takes a processor a good tenth of a second, so it happens on few threads of
/// its own.
final class Entrance {
  private final Twin twin;
  private final TokenFile token;
  private final Executor checkers;
  private final Timer timer;
  private final LoginGuard guard = new LoginGuard();
  private final LoginLine line = new LoginLine();

  Entrance(Twin twin, TokenFile token, Executor checkers, Timer timer) {
    this.twin = twin;
    this.token = token;
    this.checkers = checkers;
    this.timer = timer;
  }

  /// Who has come in and what they may do, or why not, and after what time they may try again.
  ///
  /// @param user what a password was checked against; empty for the master's own account
  /// @param retryIn after what time the same may be tried again; zero if that would not help
  record Verdict(
      Optional<Event.Person> person,
      Role role,
      Optional<Change.User> user,
      String refusal,
      Duration retryIn) {
    static Verdict local(String name) {
      Event.Person person = new Event.Person(name, true);
      return new Verdict(Optional.of(person), Role.ADMIN, Optional.empty(), "", Duration.ZERO);
    }

    static Verdict welcome(Change.User user) {
      Event.Person person = new Event.Person(user.name(), false);
      return new Verdict(Optional.of(person), user.role(), Optional.of(user), "", Duration.ZERO);
    }

    static Verdict refused(String text, Duration retryIn) {
      return new Verdict(Optional.empty(), Role.VIEWER, Optional.empty(), text, retryIn);
    }

    /// The same as of now: checking a password takes a while.
    Verdict asOf(Twin.View view) {
      return user.isEmpty() || view.farm().user(user.get().name()).equals(user)
          ? this
          : refused(
              "user " + user.get().name() + ": was changed meanwhile; log in again", Duration.ZERO);
    }
  }

  CompletableFuture<Verdict> judge(ConsoleFrame.Login login, String host) {
    if (login.version() < 1) {
      return done(Verdict.refused("this console is too old for this master", Duration.ZERO));
    }
    if (login.token()) {
      return done(byToken(login));
    }
    return tooSoon(login, host).map(Entrance::done).orElseGet(() -> inLine(login, host));
  }

  private CompletableFuture<Verdict> inLine(ConsoleFrame.Login login, String host) {
    if (!line.enter(host)) {
      Duration wait = line.untilChecked();
      return done(
          Verdict.refused(
              "user "
                  + login.user()
                  + ": too many logins are waiting to be checked; try again in "
                  + wait.toSeconds()
                  + " s",
              wait));
    }
    return twin.ask(view -> view.farm().user(login.user()))
        .thenApplyAsync(user -> inTurn(login, user, host), checkers)
        .whenComplete((_, _) -> line.leave(host));
  }

  private Optional<Verdict> tooSoon(ConsoleFrame.Login login, String host) {
    Duration wait = guard.wait(login.user(), host, timer.now());
    return wait.isPositive()
        ? Optional.of(
            Verdict.refused("user " + login.user() + ": too many attempts; wait a little", wait))
        : Optional.empty();
  }

  /// Asked again when its turn has come: of many that came at once, the first may have failed.
  private Verdict inTurn(ConsoleFrame.Login login, Optional<Change.User> user, String host) {
    return tooSoon(login, host).orElseGet(() -> byPassword(login, user, host));
  }

  private static CompletableFuture<Verdict> done(Verdict verdict) {
    return CompletableFuture.completedFuture(verdict);
  }

  /// 256 random bits cannot be guessed: here nobody is slowed down, and nobody else's failures
  /// count.
  private Verdict byToken(ConsoleFrame.Login login) {
    if (token.admits(login.credential())) {
      String name = login.user().isEmpty() ? "local" : login.user();
      return Verdict.local(name);
    }
    return Verdict.refused(
        "token: not that of the running master; it is new at each start", Duration.ZERO);
  }

  private Verdict byPassword(ConsoleFrame.Login login, Optional<Change.User> user, String host) {
    if (user.isEmpty()) {
      Passwords.waste(login.credential());
    } else if (Passwords.matches(login.credential(), user.get().verifier())) {
      guard.succeeded(login.user(), host);
      return Verdict.welcome(user.get());
    }
    return failed(login, host, "user " + login.user() + ": unknown, or wrong password");
  }

  private Verdict failed(ConsoleFrame.Login login, String host, String text) {
    guard.failed(login.user(), host, timer.now());
    return Verdict.refused(text, Duration.ZERO);
  }
}
