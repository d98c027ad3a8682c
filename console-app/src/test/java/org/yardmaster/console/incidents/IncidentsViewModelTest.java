package org.yardmaster.console.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;

/// What is told of incidents from every view.
final class IncidentsViewModelTest {
  private final FakeMaster master = new FakeMaster();
  private final Console console =
      new Console(
          master,
          Runnable::run,
          new ManualLater(),
          InstantSource.fixed(FakeMaster.NOW),
          ZoneOffset.UTC);
  private final IncidentsViewModel incidents = console.incidents();

  private Incident keep(long number, IncidentKind kind, String subject, long secondsAgo) {
    Incident incident = Samples.incident(number, kind, subject, secondsAgo, "text " + number);
    master.keep(incident);
    return incident;
  }

  @Test
  void nothingIsSaidWhereNothingLasts() {
    assertThat(incidents.titleProperty().get()).isEmpty();
    assertThat(incidents.present()).isEmpty();
  }

  @Test
  void newestComesFirstWithItsTime() {
    Incident down = keep(1, IncidentKind.HOST_DOWN, "osx-15", 4_020);
    assertThat(incidents.titleProperty().get()).isEqualTo("1 incident");
    Incident shelved = keep(2, IncidentKind.REQUEST_SHELVED, "#12", 60);
    assertThat(incidents.titleProperty().get()).isEqualTo("2 incidents");
    assertThat(incidents.present()).containsExactly(shelved, down);
    assertThat(incidents.head(down)).isEqualTo("host down   osx-15");
    assertThat(incidents.since(down)).isEqualTo("since 13:13, 67 min ago");
    assertThat(incidents.head(shelved)).isEqualTo("request shelved   #12");
  }

  @Test
  void whatIsOverIsGoneAtOnceAlsoBeforeAllHooksKnow() {
    Incident down = keep(1, IncidentKind.HOST_DOWN, "osx-15", 4_020);
    keep(2, IncidentKind.QUEUE_NOT_MOVING, "", 60);
    master.keep(down.endedAt(FakeMaster.NOW));
    assertThat(incidents.titleProperty().get()).isEqualTo("1 incident");
    assertThat(incidents.head(incidents.present().getFirst())).isEqualTo("queue not moving");
    master.incidentGoes(2);
    assertThat(incidents.titleProperty().get()).isEmpty();
  }
}
