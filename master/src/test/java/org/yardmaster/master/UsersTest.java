package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Role;

/// What becomes of the open connections of those who are removed or changed.
@Timeout(60)
final class UsersTest {
  private static final String PASSWORD = "secret";
  private static final String FARM =
      """
      builders:
        hello:
          steps:
            - echo hello
      """;

  @TempDir Path folder;
  private TestMaster master;
  private TestConsole anna;

  @BeforeEach
  void start() throws Exception {
    master = TestMaster.start(folder.resolve("farm"), FARM);
    anna = master.console();
    anna.accepted(put("boss", Role.ADMIN));
    anna.accepted(put("eve", Role.ADMIN));
  }

  @AfterEach
  void stop() {
    anna.close();
    master.close();
  }

  private static Command put(String name, Role role) {
    return new Command.PutUser(name, role, Optional.of(Passwords.verifier(PASSWORD)));
  }

  private TestConsole console(String user) throws Exception {
    return TestConsole.attach(
        new MasterClient.Target(
            master.consoles(), Optional.of(master.fingerprint()), user, PASSWORD, false));
  }

  /// Waits until the console is shown out, and gives the reason.
  private static String reason(TestConsole console) throws Exception {
    AtomicReference<String> reason = new AtomicReference<>("");
    console.awaitConnection(state -> {
      if (state instanceof Connection.Refused refused) {
        reason.set(refused.reason());
        return true;
      }
      return false;
    });
    return reason.get();
  }

  @Test
  void whoIsRemovedIsShownOutAndLearnsNothingMore() throws Exception {
    try (TestConsole eve = console("eve");
        TestConsole boss = console("boss")) {
      anna.accepted(new Command.RemoveUser("eve"));

      assertThat(reason(eve)).contains("user eve: was removed");
      assertThat(eve.client().ask(new Query.Config())).failsWithin(Duration.ofSeconds(30));
      assertThat(boss.ask(new Query.Users(), Reply.Users.class).users()).containsOnlyKeys("boss");
    }
  }

  @Test
  void whoRemovesThemselvesIsAnsweredFirst() throws Exception {
    try (TestConsole eve = console("eve")) {
      eve.accepted(new Command.RemoveUser("eve"));

      assertThat(reason(eve)).contains("user eve: was removed");
    }
  }

  @Test
  void whoIsDemotedHasToComeInAgainAndThenHasTheNewRole() throws Exception {
    try (TestConsole eve = console("eve")) {
      anna.accepted(new Command.PutUser("eve", Role.VIEWER, Optional.empty()));

      assertThat(reason(eve)).contains("has the role VIEWER now");
      eve.client().retryNow();
      eve.awaitConnection(state ->
          state instanceof Connection.Connected(_, var welcome) && welcome.role() == Role.VIEWER);
      assertThat(eve.ask(new Query.Config(), Reply.Failed.class).text()).contains("ADMIN");
    }
  }

  @Test
  void theMastersOwnAccountStaysUnderANameThatIsRemoved() throws Exception {
    MasterClient.Target local = master.local();
    try (TestConsole asEve =
            TestConsole.attach(
                new MasterClient.Target(
                    local.master(), local.farm(), "eve", local.credential(), true));
        TestConsole eve = console("eve")) {
      anna.accepted(new Command.RemoveUser("eve"));
      assertThat(reason(eve)).isNotEmpty();

      assertThat(asEve.ask(new Query.Users(), Reply.Users.class).users()).containsOnlyKeys("boss");
    }
  }
}
