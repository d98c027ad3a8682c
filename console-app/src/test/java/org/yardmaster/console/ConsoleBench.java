package org.yardmaster.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.control.skin.VirtualFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.queue.QueueRow;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Request;

/// Measures how smooth the console is: 10,000 queued requests, 1,000 slaves, 200 changes a second,
/// while somebody scrolls, filters and lifts rows. What counts is how long the window goes without
/// a pulse, in software rendering: the time its user waits for the next picture.
@EnabledIfSystemProperty(named = "bench", matches = "all|console")
final class ConsoleBench {
  private static final int SECONDS = 12;
  private static final long P99_MILLIS = 50;
  private static final long MOST_MILLIS = 250;

  private final Random random = new Random(7);
  private final long[] gaps = new long[100_000];
  private Optional<VirtualFlow<?>> scrolled = Optional.empty();
  private int pulses;
  private long last;
  private long nextRequest = 50_000;
  private long fxThread;

  @Test
  void pulsesComeOnTimeInABusyFarm() throws InterruptedException {
    FakeMaster master = Samples.big();
    Stagehand hand = Stagehand.open(master, Theme.LIGHT, 1000, 900);
    Stagehand.until("all is loaded", () -> hand.console.queue().totalProperty().get() == 10_000);
    hand.frames(60);
    fxThread = Stagehand.onFx(() -> Thread.currentThread().threadId());
    Figures queue = measure(hand, master, Place.QUEUE, frame -> useQueue(hand, frame));
    Figures slaves = measure(hand, master, Place.SLAVES, frame -> useSlaves(hand, frame));
    hand.close();
    for (Figures one : List.of(queue, slaves)) {
      assertThat(one.p99())
          .as("%s: p99 of the gaps between pulses, ms", one.place())
          .isLessThan(P99_MILLIS);
      assertThat(one.most())
          .as("%s: longest gap between pulses, ms", one.place())
          .isLessThanOrEqualTo(MOST_MILLIS);
    }
  }

  private record Figures(String place, long p99, long most) {}

  private interface Use {
    void at(int frame);
  }

  private Figures measure(Stagehand hand, FakeMaster master, Place place, Use use)
      throws InterruptedException {
    Stagehand.onFx(() -> hand.console.shell().placeProperty().set(place));
    hand.frames(60);
    String body = place == Place.QUEUE ? "#queue-table" : "#slaves-wall";
    scrolled =
        Stagehand.onFx(() ->
            Optional.of((VirtualFlow<?>) hand.window.scene().lookup(body).lookup(".virtual-flow")));
    pulses = 0;
    last = 0;
    CountDownLatch measured = new CountDownLatch(1);
    long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(fxThread);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    AnimationTimer meter =
        new AnimationTimer() {
          @Override
          public void handle(long frame) {
            long now = System.nanoTime();
            if (last != 0) {
              gaps[pulses++] = now - last;
            }
            last = now;
            use.at(pulses);
            if (now > until) {
              measured.countDown();
            }
          }
        };
    try (ScheduledExecutorService feed = Executors.newSingleThreadScheduledExecutor()) {
      var changes = feed.scheduleAtFixedRate(() -> change(master), 0, 5, TimeUnit.MILLISECONDS);
      Stagehand.onFx(meter::start);
      measured.await();
      Stagehand.onFx(meter::stop);
      changes.cancel(false);
    }
    return report(place, ManagementFactory.getThreadMXBean().getThreadCpuTime(fxThread) - before);
  }

  /// @param work the processor time of the FX thread, which does not depend on who else works here
  private Figures report(Place place, long work) {
    long[] sorted = Arrays.copyOf(gaps, pulses);
    Arrays.sort(sorted);
    long p50 = millis(sorted[pulses / 2]);
    long p99 = millis(sorted[pulses * 99 / 100]);
    long most = millis(sorted[pulses - 1]);
    String figures =
        "console %s: %d pulses in %d s, gap between two p50 %d ms, p99 %d ms, max %d ms; work a"
            + " pulse %d us";
    System.out.println(
        figures.formatted(place.title(), pulses, SECONDS, p50, p99, most, work / 1_000 / pulses));
    return new Figures(place.title(), p99, most);
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  /// One change of the farm, as they come when it is busy.
  private void change(FakeMaster master) {
    long id = 1_200L + random.nextInt(10_000);
    Request request = master.request(id);
    int kind = random.nextInt(6);
    if (kind < 2) {
      master.keep(Samples.slave(1 + random.nextInt(1_000), random, true));
    } else if (request == null) {
      master.keep(
          Samples.request(
              nextRequest++, 1 + random.nextInt(200), 5, "hook", "push", FakeMaster.NOW));
    } else if (kind == 2) {
      master.keep(request.started(new BuildId(nextRequest)));
    } else if (kind == 3) {
      master.keep(request.queuedAgain(true));
    } else if (kind == 4) {
      int priority = 1 + random.nextInt(9);
      master.keep(request.at(priority, true, request.countsFrom(), -priority, request.place()));
    } else {
      master.keep(
          Samples.request(
              nextRequest++, 1 + random.nextInt(200), 5, "hook", "push", FakeMaster.NOW));
    }
  }

  private void useQueue(Stagehand hand, int frame) {
    scrolled.ifPresent(flow -> flow.scrollPixels(frame / 120 % 2 == 0 ? 23 : -17));
    switch (frame % 240) {
      case 60 -> hand.console.queue().filterProperty().set("lin");
      case 70 -> hand.console.queue().filterProperty().set("linux-re");
      case 100 -> hand.console.queue().filterProperty().set("");
      case 120 -> lift(hand);
      case 200 -> hand.console.queue().drag().giveUp();
      default -> {}
    }
  }

  private static void lift(Stagehand hand) {
    hand.console.queue().rows().stream()
        .filter(QueueRow.class::isInstance)
        .map(QueueRow.class::cast)
        .limit(3)
        .forEach(hand.console.queue().selected()::add);
    hand.console.queue().lift();
  }

  private void useSlaves(Stagehand hand, int frame) {
    scrolled.ifPresent(flow -> flow.scrollPixels(frame / 120 % 2 == 0 ? 23 : -17));
    if (frame % 200 == 100) {
      hand.console.slaves().filterProperty().set("ws");
    } else if (frame % 200 == 150) {
      hand.console.slaves().filterProperty().set("");
    }
  }
}
