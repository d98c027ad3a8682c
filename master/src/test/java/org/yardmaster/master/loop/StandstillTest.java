package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.loop.Standstill.Reason.DISK_FULL;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StandstillTest {
  private final List<String> notices = new ArrayList<>();
  private final Standstill standstill =
      new Standstill(
          new SilentOutward() {
            @Override
            public void notice(String text) {
              notices.add(text);
              if (text.equals("broken")) {
                throw new IllegalStateException("made to fail");
              }
            }
          });

  @Test
  void aReasonIsToldOnceUntilItIsNoneAnyMore() {
    standstill.begin(DISK_FULL, "9 MB free", null);
    standstill.begin(DISK_FULL, "8 MB free", null);
    standstill.end(DISK_FULL);
    standstill.end(DISK_FULL);
    standstill.begin(DISK_FULL, "7 MB free", null);

    assertThat(notices).containsExactly("9 MB free", "", "7 MB free");
  }

  @Test
  void aNoticeThatCannotBeShownCostsNothing() {
    standstill.begin(DISK_FULL, "broken", null);
    standstill.end(DISK_FULL);

    assertThat(notices).containsExactly("broken", "");
  }
}
