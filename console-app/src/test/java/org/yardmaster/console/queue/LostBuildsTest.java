package org.yardmaster.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.WaitReason;

/// What the queue tells of requests that lost builds, and of waiting that counts like priority.
final class LostBuildsTest {
  private final FakeMaster master = new FakeMaster();
  private final ManualLater later = new ManualLater();
  private final Console console;

  LostBuildsTest() {
    master.keep(Samples.builder(1, new Random(1)));
    master.keep(Samples.slave(15, new Random(1), false));
    master.keep(Samples.request(1, 1, 5, "tom", "", FakeMaster.NOW.minusSeconds(2_400)));
    Request delayed = Samples.lost(2, 1, 1, List.of(15L));
    master.keep(
        delayed.withRetry(
            new Retry(
                1,
                delayed.retry().lostOn(),
                Optional.of(FakeMaster.NOW.plusSeconds(600)),
                Optional.empty(),
                Optional.empty())));
    Samples.shelve(master, Samples.lost(3, 1, 2, List.of(15L)), FakeMaster.NOW);
    console =
        new Console(
            master, Runnable::run, later, InstantSource.fixed(FakeMaster.NOW), ZoneOffset.UTC);
  }

  private QueueViewModel queue() {
    return console.queue();
  }

  private QueueRow row(long id) {
    return queue().row(new RequestId(id)).orElseThrow();
  }

  private void select(long... ids) {
    queue().selected().clear();
    for (long id : ids) {
      queue().selected().add(row(id));
    }
  }

  @Test
  void shelvedRequestsAreNotCountedAsQueued() {
    assertThat(console.farm().queuedProperty().get()).isEqualTo(2);
    assertThat(console.farm().shelvedProperty().get()).isEqualTo(1);
    assertThat(console.shell().countsProperty().get())
        .isEqualTo("0 running   2 queued   1 shelved");
  }

  @Test
  void waitingTextSaysShelfAndRetry() {
    master.explain(
        new RequestId(2),
        List.of(new WaitReason.RetryLater(FakeMaster.NOW.plusSeconds(600), 1, 3)));
    queue().inView(List.of(new RequestId(2), new RequestId(3)));
    later.pass();
    assertThat(row(2).waitsFor()).isEqualTo("tried again at 14:30");
    assertThat(row(3).waitsFor()).isEqualTo("on the shelf");
    assertThat(row(2).isDelayed()).isTrue();
    assertThat(row(3).isShelved()).isTrue();
  }

  @Test
  void verbsAreGreyedWithTheirReason() {
    assertThat(queue().whyNotRetry().get()).isEqualTo("no request selected");
    select(1);
    assertThat(queue().whyNotRetry().get()).isEqualTo("#1 does not wait to be tried again");
    assertThat(queue().whyNotUnshelve().get()).isEqualTo("#1 does not wait on the shelf");
    select(1, 2);
    assertThat(queue().whyNotRetry().get()).isEmpty();
    assertThat(queue().whyNotUnshelve().get()).isEqualTo("none of these waits on the shelf");
    select(3);
    assertThat(queue().whyNotUnshelve().get()).isEmpty();
  }

  @Test
  void verbsGoToThoseOfTheSelectionThatTheyAreFor() {
    select(1, 2, 3);
    queue().retryNow();
    queue().unshelve();
    assertThat(master.given())
        .containsExactly(
            new Command.RetryNow(List.of(new RequestId(2))),
            new Command.Unshelve(List.of(new RequestId(3))));
    assertThat(queue().whyNotRetry().get()).isEqualTo("none of these waits to be tried again");
    assertThat(console.farm().shelvedProperty().get()).isZero();
    queue().retryNow();
    assertThat(queue().problemProperty().get()).isEqualTo("none of these waits to be tried again");
    assertThat(console.actions().canUndoProperty().get()).isTrue();
  }

  @Test
  void detailsTellLossesAndWhatTheyMean() {
    console.request().show(Optional.of(row(2)));
    assertThat(console.request().losses()).containsExactly("lost 1 build on osx-25");
    master.keep(row(2).request().withRetry(row(2).request().retry().atOnce()));
    assertThat(console.request().losses())
        .containsExactly("lost 1 build on osx-25", "goes to the shelf after 3 retries");
    console.request().show(Optional.of(row(3)));
    assertThat(console.request().losses()).containsExactly("lost 2 builds on osx-25");
  }

  @Test
  void detailsPrintTheArithmeticWhereWaitingCounts() {
    console.request().show(Optional.of(row(1)));
    assertThat(console.request().standing()).isEqualTo("priority 5, place 1");
    master.keep(FarmSettings.defaults().withAging(Duration.ofMinutes(20)));
    assertThat(console.request().standing())
        .isEqualTo("priority 5, place 1\nstands as 5 + 2 for 40 min waited");
    master.keep(FarmSettings.defaults().withAging(Duration.ofMinutes(16)));
    assertThat(console.request().standing()).endsWith("5 + 2.5 for 40 min waited");
  }

  @Test
  void prioritiesHaveNoHeadsWhereWaitingCounts() {
    assertThat(queue().rows()).hasSize(4).first().isInstanceOf(PriorityRow.class);
    master.keep(FarmSettings.defaults().withAging(Duration.ofMinutes(20)));
    assertThat(queue().rows()).hasSize(3).allMatch(QueueRow.class::isInstance);
    master.keep(
        row(2).request().at(5, false, FakeMaster.NOW, 77, row(2).request().order().place()));
    select(2);
    queue().moveUp();
    assertThat(master.given().getLast())
        .isEqualTo(
            new Command.Move(List.of(new RequestId(2)), Command.Side.BEFORE, new RequestId(3)));
    master.keep(FarmSettings.defaults());
    assertThat(queue().rows()).anyMatch(PriorityRow.class::isInstance);
  }
}
