package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.ScriptedSlave;
import org.yardmaster.master.TestMaster;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// What the program shows and does about lost builds, the shelf, schedules and waiting that counts,
/// against a real master.
@Timeout(120)
final class LostBuildCommandsTest {
  private static final String FARM =
      """
      builders:
        hello:
          steps:
            - {name: greet, run: echo hello, locks: [printer]}
      locks:
        printer:
      schedules:
        new-year:
          builder: hello
          times: '0 0 1 jan *'
          zone: Europe/Berlin
          reason: a new year
          properties: {branch: main}
      settings:
        aging: 1h
        retry: {delay: 1h, most: 1, slaves: 2}
        back-off: {losses: 1, first: 1h}
      """;

  @TempDir Path folder;
  private final ExecutorService aside = Executors.newCachedThreadPool();
  private TestMaster master;
  private Typist typist;
  private Typist watching;

  @BeforeEach
  void start() throws Exception {
    Path farm = folder.resolve("farm");
    master = TestMaster.start(farm, FARM);
    typist = new Typist(folder).with("YARDMASTER_DATA", farm.toString());
    watching = new Typist(folder).with("YARDMASTER_DATA", farm.toString());
    var _ = aside.submit(() -> watching.type("watch"));
    watching.awaitPrinted("queue: 0 waiting");
  }

  @AfterEach
  void stop() {
    aside.shutdownNow();
    master.close();
  }

  private Typist.Result ok(String... command) {
    Typist.Result result = typist.type(command);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result;
  }

  private static void ends(ScriptedSlave slave, BuildId build, Outcome outcome) {
    slave.say(new SlaveMessage.BuildFinished(build, new BuildResult(outcome, List.of(), "")));
  }

  private ScriptedSlave slave(String name) {
    Typist.Result added = typist.type("slave", "add", name, "--json");
    assertThat(added.code()).isZero();
    SlaveAddCommand.Added told = added.json(SlaveAddCommand.Added.class);
    return new ScriptedSlave(
        name,
        told.secret(),
        "start-" + name,
        HostPort.parse(told.address()),
        Fingerprint.parse(told.fingerprint()));
  }

  @Test
  void aLostBuildIsTriedAgainThenShelvedThenWantedAgain() throws Exception {
    ok("submit", "hello", "-r", "nightly");
    try (ScriptedSlave slave = slave("s")) {
      ends(slave, slave.build().order().build(), Outcome.TRANSIENT);
      watching.awaitPrinted("#1 hello: back in the queue at its place");
      assertThat(ok("queue").out()).contains("0+0").contains("tried again at ");
      assertThat(ok("show", "1").out())
          .contains("Request #1, hello, priority 0 + 0 for ")
          .contains(
              "Lost one build so far, on s; shelved after 1 retry, or with 2 different slaves")
          .contains("Build 1, attempt 1: TRANSIENT on s");
      assertThat(ok("slaves").out()).contains("connected, backed off until ").contains("#1");
      assertThat(ok("incidents").out()).contains("slave-backed-off").contains("s");
      assertThat(List.of(ok("incidents", "--json").json(IncidentsListing.Row[].class)))
          .extracting(IncidentsListing.Row::kind)
          .containsExactly("slave-backed-off");
      assertThat(ok("shelf").out()).isEqualTo("Nothing is on the shelf.\n");

      watching.awaitPrinted("  slave-backed-off: slave s lost ");
      ok("slave", "in", "s");
      watching.awaitPrinted("  slave-backed-off is over: ");
      assertThat(ok("incidents").out()).isEqualTo("No incident.\n");
      ok("retry", "1");
      ends(slave, slave.build().order().build(), Outcome.TRANSIENT);
      watching.awaitPrinted("#1 hello: shelved (lost 2 times on s)");
      assertThat(ok("shelf").out())
          .contains("#1")
          .contains("lost 2 times on s")
          .contains("nightly");
      ShelfListing.Row shelved = ok("shelf", "--json").json(ShelfListing.Row[].class)[0];
      assertThat(shelved.lostOn()).containsExactly("s");
      assertThat(shelved.attempts()).isEqualTo(2);
      assertThat(ok("queue").out())
          .contains("on the shelf")
          .endsWith("1 waiting, 1 of them on the shelf; no build runs.\n");
      assertThat(ok("show", "1").out()).contains("On the shelf since ").contains("Lost 2 builds");
      assertThat(typist.type("retry", "1").code()).isEqualTo(ExitCode.REFUSED.code());

      ok("slave", "in", "s");
      assertThat(ok("unshelve", "1").out()).isEqualTo("Unshelved #1.\n");
      watching.awaitPrinted("#1 hello: unshelved");
      ends(slave, slave.build().order().build(), Outcome.SUCCESS);
      watching.awaitPrinted("#1 hello: SUCCESS on s");
    }
    assertThat(typist.type("unshelve", "1").code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typist.type("unshelve", "7").code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(ok("incidents").out()).doesNotContain("request-shelved");
  }

  @Test
  void locksSayWhoHasThemAndWhoWaits() throws Exception {
    ok("submit", "hello");
    ok("submit", "hello");
    try (ScriptedSlave one = slave("s");
        ScriptedSlave other = slave("t")) {
      BuildId first = one.build().order().build();
      BuildId second = other.build().order().build();
      one.say(new SlaveMessage.StepWantsLocks(first, 0));
      assertThat(one.hear(SlaveMessage.StepMayStart.class))
          .isEqualTo(new SlaveMessage.StepMayStart(first, 0));
      other.say(new SlaveMessage.StepWantsLocks(second, 0));
      other.say(new SlaveMessage.PresenceChanged(Presence.away("lunch", Optional.empty())));
      watching.awaitPrinted("lunch");

      assertThat(ok("locks").out())
          .contains("printer", "the farm", first + " step 1 alone", " (" + second + ") alone");
      LocksListing.Row lock = ok("locks", "--json").json(LocksListing.Row[].class)[0];
      assertThat(lock.holders().getFirst().build()).isEqualTo(first.value());

      ends(one, first, Outcome.SUCCESS);
      assertThat(other.hear(SlaveMessage.StepMayStart.class).build()).isEqualTo(second);
    }
  }

  @Test
  void aRequestForLaterSaysWhen() {
    ok("submit", "hello", "--at", "+2h");

    assertThat(ok("queue").out()).contains("#1").contains("not before ");
    QueueListing.Row row = ok("queue", "--json").json(QueueListing.class).requests().getFirst();
    assertThat(row.notBefore()).isPresent();
    assertThat(row.why()).extracting(Why::code).contains("scheduled");
    assertThat(row.waitedPoints()).isEmpty();
    assertThat(typist.type("submit", "hello", "--at", "later").code())
        .isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void schedulesSayWhenTheySubmitNext() {
    SchedulesListing.Row row = ok("schedules", "--json").json(SchedulesListing.Row[].class)[0];

    assertThat(row.name()).isEqualTo("new-year");
    assertThat(row.builder()).isEqualTo("hello");
    assertThat(row.times()).isEqualTo("0 0 1 jan *");
    assertThat(row.zone()).isEqualTo("Europe/Berlin");
    assertThat(row.nextAt().orElseThrow()).endsWith("-12-31T23:00:00Z");
    assertThat(row.properties()).containsEntry("branch", "main");
    assertThat(ok("schedules").out())
        .startsWith("SCHEDULE  BUILDER  TIMES        ZONE           NEXT HERE")
        .contains("a new year");
  }
}
