package org.yardmaster.console.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.console.Stagehand;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.wire.HostPort;

/// Two windows, one after the other: the second looks as the first was left.
final class ViewsAsLeftTest {
  private static final HostPort MASTER = new HostPort("master.example", 7411);

  @TempDir private Path folder;

  private static TableView<?> table(Stagehand hand, Place place) {
    return Stagehand.onFx(() -> {
      hand.console.shell().placeProperty().set(place);
      String id = "#" + (place == Place.SLAVES ? "slaves" : "queue") + "-table";
      return (TableView<?>) hand.window.shell().view(place).lookup(id);
    });
  }

  private static TableColumn<?, ?> column(TableView<?> table, String title) {
    return table.getColumns().stream()
        .filter(it -> it.getText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> titles(TableView<?> table) {
    return table.getColumns().stream().map(TableColumn::getText).toList();
  }

  private Stagehand open(ViewMemory views) {
    Stagehand hand = Stagehand.open(Samples.working(), views, Theme.LIGHT, 1280, 800);
    hand.frames(5);
    return hand;
  }

  private static <R> void leaveSorted(TableView<R> table) {
    TableColumn<R, ?> state =
        table.getColumns().stream()
            .filter(it -> it.getText().equals("state"))
            .findFirst()
            .orElseThrow();
    state.setSortType(TableColumn.SortType.DESCENDING);
    table.getSortOrder().setAll(List.of(state));
  }

  private static <R> void leaveBuilderAtTheEnd(TableView<R> table) {
    TableColumn<R, ?> builder = table.getColumns().get(3);
    table.getColumns().remove(builder);
    table.getColumns().add(builder);
  }

  @Test
  void filtersColumnsAndSortingAreAsTheyWereLeft() {
    Memory memory = new Memory(folder);
    ViewMemory views = memory.views(MASTER);
    Stagehand first = open(views);
    TableView<?> queue = table(first, Place.QUEUE);
    TableView<?> slaves = table(first, Place.SLAVES);
    Stagehand.onFx(() -> {
      first.console.queue().filterProperty().set("linux");
      first.console.slaves().tilesProperty().set(false);
      leaveBuilderAtTheEnd(queue);
      column(queue, "waits").setVisible(false);
      leaveSorted(slaves);
    });
    first.frames(5);
    List<String> order = Stagehand.onFx(() -> titles(queue));
    first.close();
    memory.keep(MASTER, views);

    Stagehand second = open(new Memory(folder).views(MASTER));
    TableView<?> again = table(second, Place.QUEUE);
    TableView<?> slavesAgain = table(second, Place.SLAVES);
    Stagehand.onFx(() -> {
      assertThat(second.console.queue().filterProperty().get()).isEqualTo("linux");
      assertThat(second.console.slaves().tilesProperty().get()).isFalse();
      assertThat(titles(again)).isEqualTo(order).endsWith("builder");
      assertThat(column(again, "waits").isVisible()).isFalse();
      assertThat(slavesAgain.getSortOrder().toString())
          .isEqualTo(List.of(column(slavesAgain, "state")).toString());
      assertThat(column(slavesAgain, "state").getSortType())
          .isEqualTo(TableColumn.SortType.DESCENDING);
    });
    second.close();
  }

  @Test
  void anotherMasterBeginsAfresh() {
    Memory memory = new Memory(folder);
    ViewMemory views = memory.views(MASTER);
    views.note("queue.filter", "linux");
    memory.keep(MASTER, views);
    assertThat(memory.views(MASTER).noted()).isEqualTo(views.noted());
    assertThat(memory.views(new HostPort("other.example", 7411)).noted()).isEmpty();
  }

  @Test
  void unreadableFileIsForgotten() throws Exception {
    Memory memory = new Memory(folder);
    ViewMemory views = new ViewMemory();
    views.note("queue.columns", "no such,column,,");
    views.note("queue.width.builder", "very wide");
    views.note("slaves.sort", "-,state");
    memory.keep(MASTER, views);
    Stagehand hand = open(memory.views(MASTER));
    assertThat(Stagehand.onFx(() -> titles(table(hand, Place.QUEUE)))).contains("builder");
    hand.close();
    spoil(folder.resolve("masters").resolve("master.example_7411.properties.views"));
    assertThat(memory.views(MASTER).noted()).isEmpty();
  }

  private static void spoil(Path file) throws IOException {
    assertThat(file).exists();
    Files.writeString(file, "queue.filter=\\u12");
  }
}
