package org.yardmaster.master.consoles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.testing.ManualTimer;

/// Two checkers, that begin when the test lets them; time stands still.
@Timeout(60)
final class EntranceTest {
  private static final int CHECKERS = 2;

  /// Of one round: tests need not be slow to guess.
  private static final Change.User ANNA =
      new Change.User(
          "anna",
          Role.OPERATOR,
          "pbkdf2-sha256$1$AAECAwQFBgcICQoLDA0ODw$dymYOiMt7BVBQyyWWh7lOXtoXNgPCmDY6yd_AntUUx4");

  @TempDir Path folder;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final ExecutorService checkers = Executors.newFixedThreadPool(CHECKERS);
  private final Twin twin =
      new Twin(new Store.Recovered(farmOf(ANNA), 1, 1, Instant.EPOCH), (_, _, _) -> {});
  private Entrance entrance;

  @BeforeEach
  void start() throws Exception {
    entrance = new Entrance(twin, TokenFile.write(folder), checkers, new ManualTimer());
    for (int i = 0; i < CHECKERS; i++) {
      checkers.execute(() -> {
        try {
          begin.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      });
    }
  }

  @AfterEach
  void stop() {
    begin.countDown();
    twin.close();
    checkers.close();
  }

  private static FarmSnapshot farmOf(Change.User user) {
    FarmSnapshot empty = FarmSnapshot.empty();
    return new FarmSnapshot(
        empty.counters(),
        empty.config(),
        empty.builders(),
        empty.slaves(),
        empty.secrets(),
        new TreeMap<>(Map.of(user.name(), user)),
        empty.pauses(),
        empty.requests(),
        empty.builds(),
        empty.orders(),
        empty.lost(),
        empty.schedules(),
        empty.incidents());
  }

  private CompletableFuture<Entrance.Verdict> judge(String password, String host) {
    return entrance.judge(
        new ConsoleFrame.Login(
            ConsoleFrame.VERSION, Sorted.set(List.of()), "anna", password, false),
        host);
  }

  private static Entrance.Verdict get(CompletableFuture<Entrance.Verdict> verdict)
      throws Exception {
    return verdict.get(30, TimeUnit.SECONDS);
  }

  @Test
  void ofManyGuessesAtOnceNoMoreAreCheckedThanThereAreCheckers() throws Exception {
    List<CompletableFuture<Entrance.Verdict>> guesses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      guesses.add(judge(i < 39 ? "guess " + i : "secret", "10.0.0." + i));
    }
    begin.countDown();

    List<String> refusals = new ArrayList<>();
    for (CompletableFuture<Entrance.Verdict> guess : guesses) {
      refusals.add(get(guess).refusal());
    }
    assertThat(refusals).hasSize(40).doesNotContain("");
    assertThat(refusals.stream().filter(text -> text.contains("wrong password")).count())
        .isBetween(1L, (long) CHECKERS);
  }

  @Test
  void ofOneHostOnlyAFewWaitAndOthersAreNotKeptOut() throws Exception {
    List<CompletableFuture<Entrance.Verdict>> waiting = new ArrayList<>();
    for (int i = 0; i < LoginLine.MOST_OF_A_HOST; i++) {
      waiting.add(judge("secret", "10.0.0.1"));
    }
    CompletableFuture<Entrance.Verdict> tooMany = judge("secret", "10.0.0.1");
    CompletableFuture<Entrance.Verdict> ofAnother = judge("secret", "10.0.0.2");

    assertThat(get(tooMany))
        .isEqualTo(
            Entrance.Verdict.refused(
                "user anna: too many logins are waiting to be checked; try again in 2 s",
                Duration.ofSeconds(2)));
    begin.countDown();
    assertThat(get(ofAnother)).isEqualTo(Entrance.Verdict.welcome(ANNA));
    for (CompletableFuture<Entrance.Verdict> one : waiting) {
      assertThat(get(one)).isEqualTo(Entrance.Verdict.welcome(ANNA));
    }
    assertThat(get(judge("secret", "10.0.0.1"))).isEqualTo(Entrance.Verdict.welcome(ANNA));
  }

  @Test
  void theLineHasAnEndWhateverTheHosts() throws Exception {
    for (int i = 0; i < LoginLine.MOST; i++) {
      assertThat(judge("secret", "10.0.0." + i)).isNotDone();
    }

    assertThat(get(judge("secret", "10.0.1.1")).retryIn()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whoIsChangedWhileThePasswordIsCheckedIsNotLetIn() {
    Change.User viewer = new Change.User("anna", Role.VIEWER, ANNA.verifier());
    Entrance.Verdict welcome = Entrance.Verdict.welcome(ANNA);

    assertThat(welcome.asOf(viewOf(ANNA))).isEqualTo(welcome);
    assertThat(welcome.asOf(viewOf(viewer)).refusal()).contains("was changed meanwhile");
  }

  private static Twin.View viewOf(Change.User user) {
    return new Twin.View(new Farm(farmOf(user), Instant.EPOCH), 1);
  }
}
