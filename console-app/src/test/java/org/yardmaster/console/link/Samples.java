package org.yardmaster.console.link;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.Shelved;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.model.WaitReason;

/// Farms to look at.
public final class Samples {
  private static final Instant NOW = FakeMaster.NOW;
  private static final List<String> BUILDERS =
      List.of(
          "linux-release",
          "linux-debug",
          "win-installer",
          "osx-universal",
          "docs",
          "nightly-fuzz",
          "arm64-release",
          "integration",
          "coverage",
          "static-analysis");
  private static final List<String> WHY =
      List.of("tag v2.1", "push to main", "nightly", "pull request 418", "", "retry after fix");
  private static final List<String> WHO = List.of("tom", "anna", "nightly", "li", "hook");

  private Samples() {}

  /// A farm of people at work: 10 builders, 40 slaves, 31 queued, 12 running, a little history.
  public static FakeMaster working() {
    return farm(10, 40, 31, 12);
  }

  /// The same on a bad day: lost builds, a shelf, a slave that is backed off, incidents, a build
  /// that waits for its locks with others riding along, and schedules.
  public static FakeMaster troubled() {
    FakeMaster master = working();
    Random random = new Random(5);
    for (int i = 0; i < 3; i++) {
      Request request = lost(1_240 + i, 1L + i, 3 - i % 2, List.of(15L, 12L));
      shelve(master, request, NOW.minusSeconds(900L * (i + 1)));
      attempts(master, request, 700 + 10L * i);
    }
    Request delayed = lost(1_250, 4, 1, List.of(15L));
    Instant at = NOW.plusSeconds(600);
    delayed =
        delayed.withRetry(
            new Retry(
                1, delayed.retry().lostOn(), Optional.of(at), Optional.empty(), Optional.empty()));
    master.keep(delayed);
    attempts(master, delayed, 740);
    master.explain(delayed.id(), List.of(new WaitReason.RetryLater(at, 1, 3)));
    master.keep(backedOff(slave(25, random, false), NOW.plusSeconds(480)));
    master.keep(waitingForLocks(new BuildId(503), master));
    master.keep(
        incident(
            1,
            IncidentKind.HOST_DOWN,
            "osx-15",
            4_000,
            "slave osx-15 is down: not heard for 5 min"));
    master.keep(
        incident(
            2,
            IncidentKind.REQUEST_SHELVED,
            "#1240",
            900,
            "request #1240 linux-release is on the shelf: it was lost with 2 different slaves"));
    master.keep(
        incident(
            3,
            IncidentKind.SLAVE_BACKED_OFF,
            "osx-35",
            120,
            "slave osx-35 lost builds of 3 requests in a row"));
    master.keep(schedule("nightly", "nightly-fuzz", "30 2 * * *", Optional.of(1_201L), 0));
    master.keep(schedule("weekly-docs", "docs", "0 6 * * mon", Optional.empty(), 2));
    return master;
  }

  /// A request that lost so many builds, with these slaves.
  public static Request lost(long id, long builder, int losses, List<Long> slaves) {
    TreeSet<SlaveId> on = new TreeSet<>();
    slaves.forEach(slave -> on.add(new SlaveId(slave)));
    Request request = request(id, builder, 5, "tom", "tag v2.1", NOW.minusSeconds(7_000));
    for (int i = 0; i < losses; i++) {
      request = request.started(new BuildId(id * 10 + i)).queuedAgain(true);
    }
    return request.withRetry(
        new Retry(losses, on, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /// Puts a request on the shelf, since `at`.
  public static void shelve(FakeMaster master, Request request, Instant at) {
    Shelved shelved = new Shelved(at, "its builds were lost with 2 different slaves");
    master.keep(request.withShelved(Optional.of(shelved)));
    master.explain(request.id(), List.of(new WaitReason.OnShelf(shelved)));
  }

  /// The same slave when it is left alone.
  public static Slave backedOff(Slave slave, Instant until) {
    TreeSet<RequestId> lost = new TreeSet<>();
    List.of(1_101L, 1_205L, 1_250L).forEach(id -> lost.add(new RequestId(id)));
    return slave.withReliability(new Reliability(lost, 1, Optional.of(until)));
  }

  public static Incident incident(
      long number, IncidentKind kind, String subject, long secondsAgo, String text) {
    return new Incident(
        number,
        kind,
        subject,
        NOW.minusSeconds(secondsAgo),
        text,
        Optional.empty(),
        Incident.Told.NOTHING);
  }

  public static Schedule schedule(
      String name, String builder, String times, Optional<Long> last, int skipped) {
    CronTimes cron = new CronTimes(times);
    ZoneId zone = ZoneId.of("Europe/Berlin");
    return new Schedule(
        name,
        new ScheduleDefinition(builder, cron, zone, "nightly", new TreeMap<>(), Optional.empty()),
        cron.next(NOW, zone),
        last.map(RequestId::new),
        skipped);
  }

  private static void attempts(FakeMaster master, Request request, long first) {
    for (int i = 0; i < request.attempts(); i++) {
      BuildId id = new BuildId(first + i);
      Instant at = NOW.minusSeconds(3_000 - 600L * i);
      Build build =
          new Build(
              id,
              request.id(),
              new TreeSet<>(),
              request.builder(),
              new SlaveId(15),
              "s",
              i + 1,
              at.minusSeconds(200),
              List.of("checkout", "test"),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      String slave = i % 2 == 0 ? "osx-25" : "ws-22";
      BuildResult result =
          new BuildResult(
              Outcome.TRANSIENT, List.of(), "slave " + slave + " was not heard for 5 min");
      master.end(new FinishedBuild(build, "any", slave, result, at));
      master.log(id, 0, log(30));
    }
  }

  private static Build waitingForLocks(BuildId id, FakeMaster master) {
    Build build = master.build(id);
    TreeSet<RequestId> riders = new TreeSet<>(List.of(new RequestId(1_213), new RequestId(1_217)));
    int step = build.current().orElse(0);
    return new Build(
        id,
        build.request(),
        riders,
        build.builder(),
        build.slave(),
        build.slaveStart(),
        build.attempt(),
        build.startedAt(),
        build.stepNames(),
        build.finished(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Build.Wanted(step, NOW.minusSeconds(140), false)),
        Optional.empty(),
        Optional.empty());
  }

  /// A farm as big as it is to stay smooth.
  public static FakeMaster big() {
    return farm(200, 1_000, 10_000, 400);
  }

  /// A farm with nothing in it yet.
  public static FakeMaster empty() {
    return new FakeMaster();
  }

  public static FakeMaster farm(int builders, int slaves, int queued, int running) {
    Random random = new Random(17);
    FakeMaster master = new FakeMaster();
    for (int i = 0; i < builders; i++) {
      master.keep(builder(i + 1, random));
    }
    for (int i = 0; i < slaves; i++) {
      master.keep(slave(i + 1, random, i >= running));
    }
    for (int i = 0; i < running; i++) {
      running(master, i, builders, random);
    }
    for (int i = 0; i < queued; i++) {
      queued(master, 1_200 + i, builders, slaves, random);
    }
    for (int i = 0; i < 60; i++) {
      finished(master, 900 + i, builders, slaves, random);
    }
    return master;
  }

  public static Builder builder(long id, Random random) {
    String name =
        BUILDERS.get((int) ((id - 1) % BUILDERS.size()))
            + (id > BUILDERS.size() ? "-" + (id - 1) / BUILDERS.size() : "");
    TreeSet<String> wants = new TreeSet<>();
    wants.add(name.startsWith("win") ? "windows" : name.startsWith("osx") ? "macos" : "linux");
    BuilderDefinition definition =
        new BuilderDefinition(
            "Builds and tests " + name,
            new Eligibility(new TreeSet<>(), wants),
            id % 3 == 0 ? 8 : 5,
            Optional.empty(),
            new TreeMap<>(),
            new TreeSet<>(),
            List.of(),
            false,
            List.of());
    Optional<Builder.Last> last =
        id % 10 == 6
            ? Optional.empty()
            : Optional.of(
                new Builder.Last(
                    new BuildId(100 + id),
                    random.nextInt(4) == 0 ? Outcome.FAILURE : Outcome.SUCCESS,
                    NOW.minusSeconds(random.nextInt(9_000)),
                    new SlaveId(1 + random.nextInt(20))));
    return new Builder(new BuilderId(id), name, definition, false, last);
  }

  public static Slave slave(long id, Random random, boolean any) {
    String os = id % 7 == 0 ? "windows" : id % 5 == 0 ? "macos" : "linux";
    String name = (os.equals("windows") ? "win-" : os.equals("macos") ? "osx-" : "ws-") + (10 + id);
    TreeSet<String> capabilities = new TreeSet<>(List.of(os, id % 2 == 0 ? "x86_64" : "arm64"));
    if (id % 3 == 0) {
      capabilities.add("docker");
    }
    int kind = any ? random.nextInt(12) : 0;
    Contact.State state =
        switch (kind) {
          case 1 -> Contact.State.UNREACHABLE;
          case 2 -> Contact.State.DOWN;
          case 3 -> Contact.State.ABSENT;
          default -> Contact.State.CONNECTED;
        };
    Presence presence =
        kind == 4 || kind == 5
            ? Presence.away("in use by its owner", Optional.of(NOW.plusSeconds(16_800)))
            : Presence.accepting();
    Optional<OutOfService> mark =
        kind == 6
            ? Optional.of(
                new OutOfService("tom", NOW.minusSeconds(9_000), "disk is dying", Optional.empty()))
            : Optional.empty();
    return new Slave(
        new SlaveId(id),
        name,
        new SlaveDefinition(capabilities, id % 4 == 0 ? 2 : 1),
        Slave.Origin.CONFIG,
        false,
        new Contact(
            state, NOW.minusSeconds(60 + random.nextInt(90_000)), "s" + id, "10.0.0." + id, ""),
        presence,
        mark,
        new SlaveFacts(os, id % 2 == 0 ? "x86_64" : "arm64", "0.1", "Europe/Berlin"),
        Reliability.full());
  }

  public static Request request(
      long id, long builder, int priority, String by, String reason, Instant at) {
    return new Request(
        new RequestId(id),
        new BuilderId(builder),
        priority,
        false,
        at,
        -priority,
        Place.ofNumber(id),
        by,
        at,
        reason,
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty(),
        Retry.none(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  private static void queued(FakeMaster master, long id, int builders, int slaves, Random random) {
    int[] priorities = {8, 5, 5, 5, 2};
    int builder = random.nextInt(builders);
    Request request =
        request(
            id,
            builder + 1L,
            priorities[random.nextInt(priorities.length)],
            WHO.get(random.nextInt(WHO.size())),
            WHY.get(random.nextInt(WHY.size())),
            NOW.minusSeconds(random.nextInt(5_000)));
    if (random.nextInt(12) == 0) {
      Hold hold = new Hold("anna", NOW.minusSeconds(400), "waits for the security fix");
      request = request.withHold(Optional.of(hold));
      master.explain(request.id(), List.of(new WaitReason.Held(hold)));
    } else {
      master.explain(request.id(), why(slaves, random));
    }
    master.keep(request);
  }

  private static List<WaitReason> why(int slaves, Random random) {
    List<WaitReason> all = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String slave = "ws-" + (11 + random.nextInt(Math.max(1, slaves)));
      all.add(
          random.nextInt(3) == 0
              ? new WaitReason.SlaveAway(
                  slave, Presence.away("in use", Optional.of(NOW.plusSeconds(16_800))))
              : new WaitReason.SlaveBusy(
                  slave, List.of(new BuildId(500L + random.nextInt(40))), NOW.minusSeconds(100)));
    }
    return all;
  }

  private static void running(FakeMaster master, int i, int builders, Random random) {
    long builder = 1L + random.nextInt(builders);
    Request request =
        request(
            1_100 + i,
            builder,
            5,
            WHO.get(i % WHO.size()),
            WHY.get(i % WHY.size()),
            NOW.minusSeconds(900 + random.nextInt(900)));
    BuildId id = new BuildId(500 + i);
    Instant started = NOW.minusSeconds(20 + random.nextInt(800));
    int current = random.nextInt(3);
    List<String> steps = List.of("checkout", "configure", "compile", "test");
    List<StepResult> done = new ArrayList<>();
    for (int step = 0; step < current; step++) {
      done.add(
          new StepResult(
              step, steps.get(step), StepResult.End.EXITED, 0, Duration.ofSeconds(11), 900, ""));
    }
    master.keep(request.started(id));
    master.keep(
        new Build(
            id,
            request.id(),
            new TreeSet<>(),
            new BuilderId(builder),
            new SlaveId(i + 1L),
            "s" + (i + 1),
            1,
            started,
            steps,
            done,
            Optional.of(current),
            Optional.of(started.plusSeconds(11L * current)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    master.log(id, current, log(400));
  }

  private static void finished(
      FakeMaster master, long id, int builders, int slaves, Random random) {
    long builder = 1L + random.nextInt(builders);
    Outcome[] ends = {
      Outcome.SUCCESS,
      Outcome.SUCCESS,
      Outcome.SUCCESS,
      Outcome.FAILURE,
      Outcome.STOPPED,
      Outcome.CANCELLED,
      Outcome.TRANSIENT
    };
    Outcome outcome = ends[random.nextInt(ends.length)];
    Instant at = NOW.minusSeconds((960 - id) * 400);
    BuildId build = new BuildId(id - 500);
    Request request =
        request(id, builder, 5, WHO.get((int) id % 5), WHY.get((int) id % 6), at.minusSeconds(900));
    String name = builder(builder, random).name();
    String slave = outcome == Outcome.CANCELLED ? "" : "ws-" + (11 + random.nextInt(20));
    String detail = outcome == Outcome.FAILURE ? "step test: exit code 1" : "";
    if (outcome != Outcome.CANCELLED) {
      StepResult.End end =
          outcome == Outcome.STOPPED ? StepResult.End.STOPPED : StepResult.End.EXITED;
      List<StepResult> steps =
          List.of(
              new StepResult(
                  0, "checkout", StepResult.End.EXITED, 0, Duration.ofSeconds(9), 800, ""),
              new StepResult(
                  1,
                  "test",
                  end,
                  outcome == Outcome.SUCCESS ? 0 : 1,
                  Duration.ofSeconds(200 + id % 300),
                  4_000,
                  ""));
      master.end(
          new FinishedBuild(
              new Build(
                  build,
                  request.id(),
                  new TreeSet<>(),
                  new BuilderId(builder),
                  new SlaveId(1 + random.nextInt(Math.max(1, slaves))),
                  "s",
                  1,
                  at.minusSeconds(300),
                  List.of("checkout", "test"),
                  steps,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
              name,
              slave,
              new BuildResult(outcome, steps, detail),
              at));
      master.log(build, 0, log(20));
      master.log(build, 1, log(300));
      request = request.started(build);
    }
    master.end(
        new FinishedRequest(
            request,
            name,
            outcome,
            at,
            Duration.ofSeconds(60 + id % 700),
            slave,
            outcome == Outcome.CANCELLED ? "anna" : "",
            detail));
  }

  /// A log with colours in it.
  public static String log(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      text.append("[").append(i).append("/").append(lines).append("] ");
      text.append(
          switch (i % 23) {
            case 7 -> "\u001b[33mwarning:\u001b[0m unused parameter 'context' [-Wunused-parameter]";
            case 15 -> "\u001b[1;31merror:\u001b[0m retrying \u001b[36mnetwork\u001b[0m fetch";
            case 20 -> "\u001b[32mok\u001b[0m 118 tests passed";
            default -> "Compiling src/engine/module_" + i + "/translation_unit_" + i * 7 + ".cpp";
          });
      text.append('\n');
    }
    return text.toString();
  }
}
