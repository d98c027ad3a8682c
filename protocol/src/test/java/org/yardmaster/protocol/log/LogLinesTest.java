package org.yardmaster.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.log.LogLine.Source;

/// The form of build logs, written and read back.
class LogLinesTest {
  private static final Instant AT = Instant.ofEpochMilli(1_767_225_600_123L);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final List<LogLine> LINES =
      List.of(
          new LogLine(AT, Source.STDOUT, true, utf8("hello")),
          new LogLine(AT, Source.STDERR, false, utf8("12 %")),
          new LogLine(AT, Source.STDOUT, true, utf8("")),
          LogLine.message(AT, "step ended\nwell"),
          new LogLine(AT, Source.STDERR, true, new byte[] {(byte) 0xff, '|', ' ', '\r'}));

  private static byte[] log() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    LINES.forEach(line -> log.writeBytes(line.format()));
    return log.toByteArray();
  }

  @Test
  void aLineLooksLikeThis() {
    assertThat(new String(LINES.get(0).format(), StandardCharsets.UTF_8))
        .isEqualTo("1767225600123 o|hello\n");
    assertThat(new String(LINES.get(1).format(), StandardCharsets.UTF_8))
        .isEqualTo("1767225600123 e+12 %\n");
    assertThat(new String(LINES.get(3).format(), StandardCharsets.UTF_8))
        .isEqualTo("1767225600123 m|step ended well\n");
    assertThat(LINES.get(0).text()).isEqualTo("hello");
  }

  @Test
  void chunksMayBeCutAnywhere() {
    byte[] log = log();
    for (int size = 1; size <= log.length; size++) {
      List<LogLine> read = new ArrayList<>();
      LogLines lines = LogLines.fromStart(read::add);
      for (int at = 0; at < log.length; at += size) {
        lines.accept(log, at, Math.min(size, log.length - at));
      }
      assertThat(read).isEqualTo(LINES);
      assertThat(lines.pending()).isZero();
    }
  }

  @Test
  void readingMayBeginInTheMiddle() {
    byte[] log = log();
    List<LogLine> read = new ArrayList<>();
    LogLines.fromMiddle(read::add).accept(log, 5, log.length - 5);
    assertThat(read).isEqualTo(LINES.subList(1, LINES.size()));
  }

  @Test
  void whatIsNoLogLineIsShownAsItIs() {
    for (String odd :
        List.of(
            "garbage",
            "",
            "12",
            "12 o",
            "12 x|y",
            "12 o?y",
            "99999999999999999999 o|y",
            "-1 o|y")) {
      List<LogLine> read = new ArrayList<>();
      LogLines.fromStart(read::add).accept(utf8(odd + "\n"));
      assertThat(read)
          .as(odd)
          .isEqualTo(List.of(new LogLine(Instant.EPOCH, Source.FARM, true, utf8(odd))));
    }
  }

  @Test
  void aLineEndInsideIsRefused() {
    assertThatThrownBy(() -> new LogLine(AT, Source.STDOUT, true, utf8("a\nb")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
