package org.yardmaster.console.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.queue.QueueRow;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// What lies on the shelf, and how it leaves it.
final class ShelfViewModelTest {
  private final FakeMaster master = Samples.troubled();
  private final Console console =
      new Console(
          master,
          Runnable::run,
          new ManualLater(),
          InstantSource.fixed(FakeMaster.NOW),
          ZoneOffset.UTC);
  private final ShelfViewModel shelf = console.shelf();

  private List<Long> ids() {
    return shelf.rows().stream().map(row -> row.id().value()).toList();
  }

  private void select(long... ids) {
    shelf.selected().clear();
    for (long id : ids) {
      shelf.selected().add(shelf.row(new RequestId(id)).orElseThrow());
    }
  }

  @Test
  void newestComesFirst() {
    assertThat(ids()).containsExactly(1_240L, 1_241L, 1_242L);
    assertThat(shelf.rows().getFirst().reason())
        .isEqualTo("its builds were lost with 2 different slaves");
    assertThat(shelf.rows().getFirst().builder()).isEqualTo("linux-release");
  }

  @Test
  void detailsAreThoseOfTheFirstSelected() {
    select(1_241, 1_240);
    assertThat(shelf.request().rowProperty().get().map(QueueRow::id))
        .contains(new RequestId(1_241));
    assertThat(shelf.request().attempts())
        .hasSize(2)
        .extracting((FinishedBuild it) -> it.result().outcome())
        .containsOnly(Outcome.TRANSIENT);
    assertThat(shelf.request().reasons()).singleElement().asString().startsWith("On the shelf");
    select();
    assertThat(shelf.request().rowProperty().get()).isEqualTo(Optional.empty());
  }

  @Test
  void unshelvedRequestsGoBackToTheQueueTogether() {
    assertThat(shelf.whyNot().get()).isEqualTo("no request selected");
    select(1_242, 1_240);
    assertThat(shelf.whyNot().get()).isEmpty();
    shelf.unshelve();
    assertThat(master.given())
        .containsExactly(new Command.Unshelve(List.of(new RequestId(1_240), new RequestId(1_242))));
    assertThat(ids()).containsExactly(1_241L);
    assertThat(shelf.selected()).isEmpty();
    console.actions().undo();
    assertThat(ids()).containsExactly(1_240L, 1_241L, 1_242L);
  }

  @Test
  void cancelledRequestsLeaveTheShelf() {
    select(1_240);
    shelf.cancel();
    assertThat(ids()).containsExactly(1_241L, 1_242L);
  }

  @Test
  void refusalIsSaidWhereTheShelfIs() {
    master.refuseNext("unshelve: none of these requests is on the shelf");
    select(1_240);
    shelf.unshelve();
    assertThat(shelf.problemProperty().get())
        .isEqualTo("unshelve: none of these requests is on the shelf");
    shelf.forgetProblem();
    assertThat(shelf.problemProperty().get()).isEmpty();
  }

  @Test
  void filterLooksAtReasonBuilderAndNumber() {
    shelf.filterProperty().set("1241");
    assertThat(ids()).containsExactly(1_241L);
    shelf.filterProperty().set("");
    assertThat(ids()).hasSize(3);
  }
}
