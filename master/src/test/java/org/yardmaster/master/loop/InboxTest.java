package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Event;

final class InboxTest {
  private final Inbox inbox = new Inbox();
  private final List<String> asked = new ArrayList<>();
  private final Source source =
      new Source() {
        @Override
        public void suspend() {
          asked.add("suspend");
        }

        @Override
        public void resume() {
          asked.add("resume");
        }
      };

  @Test
  void whoFillsItStopsReadingUntilThereIsRoom() {
    while (asked.isEmpty()) {
      inbox.add(new Inbox.Envelope(new Event.AlarmRang(), Receipt.none(), false), source);
    }
    assertThat(asked).containsExactly("suspend");
    int full = inbox.size();
    while (inbox.size() > full / 2) {
      inbox.take();
    }

    assertThat(asked).containsExactly("suspend", "resume");
  }

  @Test
  void whoCannotBeAskedToReadOnCostsNobodyElseAndNoEvent() {
    Source broken =
        new Source() {
          @Override
          public void suspend() {
            asked.add("suspend the broken one");
          }

          @Override
          public void resume() {
            throw new IllegalStateException("made to fail");
          }
        };
    while (asked.isEmpty()) {
      inbox.add(new Inbox.Envelope(new Event.AlarmRang(), Receipt.none(), false), broken);
    }
    inbox.add(new Inbox.Envelope(new Event.AlarmRang(), Receipt.none(), false), source);
    while (inbox.peek().isPresent()) {
      inbox.take();
    }

    assertThat(asked).containsExactly("suspend the broken one", "suspend", "resume");
  }
}
