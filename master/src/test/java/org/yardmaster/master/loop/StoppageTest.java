package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.loop.Stoppage.Reason.DATABASE_SILENT;
import static org.yardmaster.master.loop.Stoppage.Reason.DISK_FULL;
import static org.yardmaster.master.loop.Stoppage.Reason.TURN_FAILED;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoppageTest {
  private final List<String> notices = new ArrayList<>();
  private final Stoppage stoppage =
      new Stoppage(
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
    stoppage.begin(DISK_FULL, "9 MB free", null);
    stoppage.begin(DISK_FULL, "8 MB free", null);
    stoppage.end(DISK_FULL);
    stoppage.end(DISK_FULL);
    stoppage.begin(DISK_FULL, "7 MB free", null);

    assertThat(notices).containsExactly("9 MB free", "", "7 MB free");
  }

  @Test
  void whileAnotherReasonIsLeftThatIsShown() {
    stoppage.begin(TURN_FAILED, "failed", null);
    stoppage.begin(DATABASE_SILENT, "silent", null);
    stoppage.end(DATABASE_SILENT);
    stoppage.end(TURN_FAILED);

    assertThat(notices).containsExactly("failed", "silent", "failed", "");
  }

  @Test
  void aNoticeThatCannotBeShownCostsNothing() {
    stoppage.begin(DISK_FULL, "broken", null);
    stoppage.end(DISK_FULL);

    assertThat(notices).containsExactly("broken", "");
  }
}
