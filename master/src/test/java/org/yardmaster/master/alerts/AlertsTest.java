package org.yardmaster.master.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Incident.Told;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.testing.ManualTimer;

/// Real programs and a real HTTP server; only the time between two tries is turned by hand.
final class AlertsTest {
  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

  /// What was recorded of an incident.
  private record Recorded(long number, Told told) {}

  @TempDir Path folder;
  private final ManualTimer timer = new ManualTimer();
  private final BlockingQueue<Recorded> recorded = new LinkedBlockingQueue<>();
  private HookServer server;
  private Alerts alerts;

  @BeforeEach
  void open() throws IOException {
    server = new HookServer();
    alerts = alerts(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    alerts.close();
    server.close();
  }

  private Alerts alerts(Duration limit) throws IOException {
    return new Alerts(
        "farm",
        folder.resolve("told"),
        timer,
        limit,
        (number, told, done) -> {
          recorded.add(new Recorded(number, told));
          done.run();
        });
  }

  private void again(Duration limit) throws IOException {
    alerts.close();
    alerts = alerts(limit);
  }

  @Test
  void beginningAndEndAreEachToldOnce() throws Exception {
    configured("web", post("/a"));

    alerts.tell(down(1));
    assertThat(server.next().body())
        .isEqualTo(
            "{\"farm\":\"farm\",\"number\":1,\"kind\":\"host-down\",\"subject\":\"osx-3\","
                + "\"state\":\"begin\",\"since\":\"2026-03-01T12:00:00Z\",\"text\":\"silent\"}");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));

    alerts.tell(over(down(1).told(Told.BEGIN)));
    assertThat(server.next().body()).contains("\"state\":\"over\"");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.ALL));
    assertThat(server.isSilent()).isTrue();
  }

  @Test
  void endThatComesBeforeTheBeginningIsRecordedIsToldAfterItOnce() throws Exception {
    configured("web", post("/a"));

    alerts.tell(down(1));
    alerts.tell(over(down(1)));

    assertThat(server.next().body()).contains("\"begin\"");
    assertThat(server.next().body()).contains("\"over\"");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.ALL));
    assertThat(server.isSilent()).isTrue();
  }

  @Test
  void incidentThatIsOverBeforeAnybodyHeardOfItIsToldInBothParts() throws Exception {
    configured("web", post("/a"));

    alerts.tell(over(down(1)));

    assertThat(server.next().body()).contains("\"begin\"");
    assertThat(server.next().body()).contains("\"over\"");
  }

  @Test
  void withoutHooksOfItsKindAnIncidentIsToldAtOnce() {
    configured(
        "web",
        new AlertHook(Sorted.set(List.of(IncidentKind.REQUEST_SHELVED)), post("/a").action()));

    alerts.tell(down(1));
    alerts.tell(over(down(1)));

    assertThat(recorded).containsExactly(new Recorded(1, Told.BEGIN), new Recorded(1, Told.ALL));
    assertThat(server.isSilent()).isTrue();
  }

  @Test
  void failingHookIsTriedAgainLaterAndLater() throws Exception {
    configured("web", post("/a"));
    server.answer(500);

    alerts.tell(down(1));
    server.next();
    for (int wait : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
      timer.awaitDueWithin(Duration.ofSeconds(wait));
      assertThat(timer.nextDue()).contains(timer.now().plusSeconds(wait));
      timer.advance(Duration.ofSeconds(wait).minusMillis(1));
      assertThat(server.isSilent()).isTrue();
      timer.advance(Duration.ofMillis(1));
      server.next();
    }
    timer.awaitDueWithin(Duration.ofSeconds(300));
    server.answer(200);
    timer.advance(Duration.ofSeconds(300));

    assertThat(server.next().body()).contains("\"begin\"");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
    assertThat(timer.pending()).isZero();
  }

  @Test
  void hookThatFailsForHoursIsGivenUp() throws Exception {
    configured("web", post("/a"));
    server.answer(404);

    alerts.tell(down(1));
    int tries = 0;
    while (recorded.isEmpty()) {
      server.next();
      tries++;
      if (awaitRecordedOrAlarm()) {
        timer.advance(Duration.ofMinutes(5));
      }
    }

    assertThat(tries).isBetween(40, 60);
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
  }

  private boolean awaitRecordedOrAlarm() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (recorded.isEmpty() && timer.pending() == 0) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
    return timer.pending() > 0;
  }

  @Test
  void failingHookHoldsUpNothingButItsOwnIncident() throws Exception {
    Path log = folder.resolve("log");
    configured(
        "picky",
        program(
            "[ $YARD_ALERT_SUBJECT != bad ] && echo $YARD_ALERT_SUBJECT $YARD_ALERT_STATE >> "
                + log));

    alerts.tell(
        new Incident(1, IncidentKind.HOST_DOWN, "bad", SINCE, "", Optional.empty(), Told.NOTHING));
    alerts.tell(over(down(2)));

    assertThat(nextRecorded()).isEqualTo(new Recorded(2, Told.BEGIN));
    assertThat(nextRecorded()).isEqualTo(new Recorded(2, Told.ALL));
    assertThat(Files.readAllLines(log)).containsExactly("osx-3 begin", "osx-3 over");
  }

  @Test
  void betterHookIsTriedAtOnce() throws Exception {
    configured("web", program("exit 3"));
    alerts.tell(down(1));
    timer.awaitDueWithin(Duration.ofSeconds(5));

    configured("web", post("/b"));

    assertThat(server.next().path()).isEqualTo("/b");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
  }

  @Test
  void hookThatIsGoneIsNotWaitedFor() throws Exception {
    configured("web", program("exit 3"));
    alerts.tell(down(1));
    timer.awaitDueWithin(Duration.ofSeconds(5));

    alerts.configured(new TreeMap<>());

    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
  }

  @Test
  void programGetsTheFacts() throws Exception {
    Path log = folder.resolve("log");
    configured("mail", program("env | grep ^YARD_ | sort > " + log));

    alerts.tell(down(7));

    assertThat(nextRecorded()).isEqualTo(new Recorded(7, Told.BEGIN));
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "YARD_ALERT_KIND=host-down",
            "YARD_ALERT_NUMBER=7",
            "YARD_ALERT_SINCE=2026-03-01T12:00:00Z",
            "YARD_ALERT_STATE=begin",
            "YARD_ALERT_SUBJECT=osx-3",
            "YARD_ALERT_TEXT=silent",
            "YARD_FARM=farm");
  }

  @Test
  void hangingProgramIsCutOffWithAllItStarted() throws Exception {
    again(Duration.ofMillis(500));
    Path pids = folder.resolve("pids");
    configured("mail", program("sleep 1000 & echo $$ $! > " + pids + "; wait"));

    alerts.tell(down(1));
    timer.awaitDueWithin(Duration.ofSeconds(5));

    for (String pid : Files.readString(pids).strip().split(" ")) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      if (process.isPresent()) {
        process.get().onExit().get(10, TimeUnit.SECONDS);
      }
    }
    assertThat(recorded).isEmpty();
  }

  @Test
  void programThatIsNotThereIsTriedAgain() throws Exception {
    Path later = folder.resolve("later");
    configured("mail", hook(new AlertHook.Program(List.of(later.toString()))));
    alerts.tell(down(1));
    timer.awaitDueWithin(Duration.ofSeconds(5));

    Files.writeString(later, "#!/bin/sh\n");
    assertThat(later.toFile().setExecutable(true)).isTrue();
    timer.advance(Duration.ofSeconds(5));

    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
  }

  @Test
  void restartRepeatsOnlyWhatDidNotGetThrough() throws Exception {
    TreeMap<String, AlertHook> both = new TreeMap<>();
    both.put("failing", program("exit 1"));
    both.put("web", post("/a"));
    alerts.configured(both);
    alerts.tell(down(1));
    server.next();
    awaitFile("begin web");
    timer.awaitDueWithin(Duration.ofSeconds(5));

    again(Duration.ofSeconds(30));
    both.put("failing", post("/b"));
    alerts.configured(both);
    alerts.tell(down(1));

    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
    assertThat(server.next().path()).isEqualTo("/b");
    assertThat(server.isSilent()).isTrue();
  }

  @Test
  void programThatIsStillAtItWhenTheMasterStopsIsNotRunAgain() throws Exception {
    Path begun = folder.resolve("begun");
    configured("mail", program("echo begun >> " + begun + "; sleep 0.5"));
    alerts.tell(down(1));
    awaitFile(begun, "begun");

    again(Duration.ofSeconds(30));
    configured("mail", program("echo again >> " + begun));
    recorded.clear();
    alerts.tell(down(1));

    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));
    assertThat(Files.readString(begun)).isEqualTo("begun\n");
  }

  @Test
  void restartAfterTheBeginningTellsOnlyTheEnd() throws Exception {
    configured("web", post("/a"));
    alerts.tell(down(1));
    server.next();
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.BEGIN));

    again(Duration.ofSeconds(30));
    configured("web", post("/a"));
    alerts.tell(over(down(1).told(Told.BEGIN)));

    assertThat(server.next().body()).contains("\"over\"");
    assertThat(nextRecorded()).isEqualTo(new Recorded(1, Told.ALL));
    assertThat(server.isSilent()).isTrue();
  }

  @Test
  void fullDiskIsToldWithoutTheStore() throws Exception {
    configured("web", disk("/a"));

    alerts.diskFull("10 MB free");
    alerts.diskFull("9 MB free");
    assertThat(server.next().body()).contains("disk-reserve", "\"begin\"", "10 MB free");

    alerts.diskFree();
    assertThat(server.next().body()).contains("disk-reserve", "\"over\"");
    alerts.diskFree();
    assertThat(server.isSilent()).isTrue();
    assertThat(recorded).isEmpty();
  }

  @Test
  void fullDiskIsOverAlsoForTheNextLifeOfTheMaster() throws Exception {
    configured("web", disk("/a"));
    alerts.diskFull("10 MB free");
    server.next();
    awaitFile("begin web");

    again(Duration.ofSeconds(30));
    configured("web", disk("/a"));
    alerts.diskFull("still 10 MB free");
    alerts.diskFree();

    assertThat(server.next().body()).contains("\"over\"");
    assertThat(server.isSilent()).isTrue();
  }

  private void awaitFile(String text) throws Exception {
    awaitFile(folder.resolve("told"), text);
  }

  private static void awaitFile(Path file, String text) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }

  @Test
  void userInTheUrlLogsInAndIsNotLogged() throws Exception {
    String url = server.url("ann:secret@", "/a?token=x");
    configured("web", hook(new AlertHook.Post(url)));

    alerts.tell(down(1));

    assertThat(server.next())
        .extracting(HookServer.Post::path, HookServer.Post::authorization)
        .containsExactly("/a?token=x", Optional.of("Basic YW5uOnNlY3JldA=="));
    assertThat(Messenger.inWords(new AlertHook.Post(url))).isEqualTo(server.url("", "/a"));
  }

  private Recorded nextRecorded() throws InterruptedException {
    Recorded next = recorded.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was recorded");
    }
    return next;
  }

  private void configured(String name, AlertHook hook) {
    TreeMap<String, AlertHook> hooks = new TreeMap<>();
    hooks.put(name, hook);
    alerts.configured(hooks);
  }

  private static AlertHook program(String script) {
    return hook(new AlertHook.Program(List.of("/bin/sh", "-c", script)));
  }

  private AlertHook post(String path) {
    return hook(new AlertHook.Post(server.url("", path)));
  }

  private AlertHook disk(String path) {
    return new AlertHook(
        Sorted.set(List.of(IncidentKind.DISK_RESERVE)), new AlertHook.Post(server.url("", path)));
  }

  private static AlertHook hook(AlertHook.Action action) {
    return new AlertHook(Sorted.set(List.of(IncidentKind.HOST_DOWN)), action);
  }

  private static Incident down(long number) {
    return new Incident(
        number, IncidentKind.HOST_DOWN, "osx-3", SINCE, "silent", Optional.empty(), Told.NOTHING);
  }

  private static Incident over(Incident incident) {
    return incident.endedAt(SINCE.plusSeconds(60));
  }
}
