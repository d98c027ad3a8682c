package org.yardmaster.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;

final class LogViewModelTest {
  private static final BuildId BUILD = new BuildId(7);
  private final FakeMaster master = new FakeMaster();
  private final LogViewModel model = new LogViewModel(master, Runnable::run);

  private void running() {
    master.keep(Samples.builder(1, new Random(1)));
    master.keep(
        new Build(
            BUILD,
            new RequestId(1),
            new TreeSet<>(),
            new BuilderId(1),
            new SlaveId(1),
            "s",
            1,
            FakeMaster.NOW,
            List.of("test"),
            List.of(),
            Optional.of(0),
            Optional.of(FakeMaster.NOW),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static String lines(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("1700000000000 o| line ").append(i).append(" of a long log\n");
    }
    return text.toString();
  }

  private List<String> texts() {
    return model.lines().stream().map(LogLine::text).toList();
  }

  @Test
  void growingLogIsFollowedLineByLine() {
    running();
    master.log(BUILD, 0, lines(0, 2) + "1700000000000 o| half");
    model.open(BUILD, 0);
    assertThat(texts()).containsExactly("line 0 of a long log", "line 1 of a long log");
    master.log(BUILD, 0, lines(0, 2) + "1700000000000 o| half a line\n");
    assertThat(texts()).last().isEqualTo("half a line");
    assertThat(model.statusProperty().get()).endsWith("growing");
  }

  @Test
  void longLogBeginsAtItsEndAndIsReadBackToItsBeginning() {
    master.log(BUILD, 0, lines(0, 30_000));
    model.open(BUILD, 0);
    assertThat(texts()).last().isEqualTo("line 29999 of a long log");
    assertThat(model.lines()).hasSizeLessThan(8_000);
    for (int i = 0; i < 10; i++) {
      model.needEarlier();
    }
    assertThat(texts()).first().isEqualTo("line 0 of a long log");
    assertThat(new TreeSet<>(texts())).hasSize(30_000);
    assertThat(model.lines()).hasSize(30_000);
  }

  @Test
  void hugeLogIsHeldInPartOnlyAndReachesItsEndAgain() {
    master.log(BUILD, 0, lines(0, 200_000));
    model.open(BUILD, 0);
    model.followProperty().set(false);
    for (int i = 0; i < 60; i++) {
      model.needEarlier();
    }
    assertThat(model.lines()).hasSizeLessThanOrEqualTo(LogViewModel.MOST_LINES);
    assertThat(texts()).first().isEqualTo("line 0 of a long log");
    assertThat(model.reachesEnd()).isFalse();
    for (int i = 0; i < 60; i++) {
      model.needLater();
    }
    assertThat(texts()).last().isEqualTo("line 199999 of a long log");
    assertThat(model.reachesEnd()).isTrue();
  }

  @Test
  void searchGoesBackThroughWhatIsNotHeld() {
    master.log(BUILD, 0, "1 e| the needle\n" + lines(0, 60_000));
    model.open(BUILD, 0);
    model.searchProperty().set("NEEDLE");
    model.find(model.lines().size(), false);
    int found = model.foundProperty().get();
    assertThat(model.lines().get(found).text()).isEqualTo("the needle");
    assertThat(model.lines().get(found).stream()).isEqualTo('e');
    assertThat(model.followProperty().get()).isFalse();
    model.toEnd();
    assertThat(texts()).last().isEqualTo("line 59999 of a long log");
  }

  @Test
  void searchThatFindsNothingSaysSo() {
    master.log(BUILD, 0, lines(0, 10));
    model.open(BUILD, 0);
    model.searchProperty().set("needle");
    model.find(model.lines().size(), false);
    assertThat(model.statusProperty().get()).isEqualTo("no more 'needle' above");
  }

  @Test
  void coloursBecomePiecesAndOtherSequencesVanish() {
    assertThat(Ansi.pieces("a\u001b[1;31mred\u001b[0m\u001b[2K b"))
        .containsExactly(
            new Ansi.Piece("a", ""),
            new Ansi.Piece("red", "ansi-red ansi-bold"),
            new Ansi.Piece(" b", ""));
    assertThat(Ansi.pieces("\u001b[38;5;12mx\u001b[m\u001b[32"))
        .containsExactly(new Ansi.Piece("x", ""));
    assertThat(Ansi.plain("\u001b[33mwarning\u001b[0m: x")).isEqualTo("warning: x");
  }

  @Test
  void carriageReturnWritesOverTheLine() {
    assertThat(LogLine.parse(0, "10%\r50%\r100%\r".getBytes(StandardCharsets.UTF_8), 0, 13).text())
        .isEqualTo("100%");
  }
}
