package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.loop.Standstill.Reason.DATABASE_SILENT;
import static org.yardmaster.master.loop.Standstill.Reason.DISK_FULL;
import static org.yardmaster.master.loop.Standstill.Reason.TURN_FAILED;

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
  void whileAnotherReasonIsLeftThatIsShown() {
    standstill.begin(TURN_FAILED, "failed", null);
    standstill.begin(DATABASE_SILENT, "silent", null);
    standstill.end(DATABASE_SILENT);
    standstill.end(TURN_FAILED);

    assertThat(notices).containsExactly("failed", "silent", "failed", "");
  }

  @Test
  void aNoticeThatCannotBeShownCostsNothing() {
    standstill.begin(DISK_FULL, "broken", null);
    standstill.end(DISK_FULL);

    assertThat(notices).containsExactly("broken", "");
  }
}
