package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsAreAlignedAndNothingTrails() {
    Table table = new Table(">REQUEST", "BUILDER", "REASON");
    table.row("#7", "library-linux", "");
    table.row("#1234", "doc", "nightly");

    assertThat(table.toString())
        .isEqualTo(
            """
            REQUEST  BUILDER        REASON
                 #7  library-linux
              #1234  doc            nightly
            """);
  }

  @Test
  void nobodysTextMovesTheCursor() {
    Table table = new Table("REASON");
    table.row("red \u001b[31malert\nsecond line");

    assertThat(table.toString()).isEqualTo("REASON\nred  [31malert second line\n");
  }
}
