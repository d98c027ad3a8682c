package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

final class NaiveCheckTest {
  private static final RequestId FIRST = new RequestId(0);

  private final TestFarm farm = new TestFarm().simple();

  @Test
  void whatWaitsForAReasonIsNotMissed() {
    farm.submit("b");
    farm.submit("b");
    assertThat(farm.farm.missed(FIRST, 10).requests()).isEmpty();

    farm.attach("s", "one");
    assertThat(farm.farm.missed(FIRST, 10).requests()).isEmpty();
  }

  @Test
  void whatNobodyStartedThoughASlaveIsFreeIsMissed() {
    RequestId first = farm.submit("b");
    RequestId second = farm.submit("b");

    Farm broken = withoutDispatching(farm);

    assertThat(broken.missed(FIRST, 10))
        .isEqualTo(new Missed(List.of(first, second), 2, Optional.empty()));
    assertThat(broken.missed(FIRST, 1))
        .isEqualTo(new Missed(List.of(first), 1, Optional.of(first)));
    assertThat(broken.missed(first, 10))
        .isEqualTo(new Missed(List.of(second), 1, Optional.empty()));
  }

  /// The same farm with its slave connected by a bug: nobody was told.
  static Farm withoutDispatching(TestFarm farm) {
    FarmSnapshot all = farm.farm.snapshot();
    List<Slave> connected =
        all.slaves().stream()
            .map(slave ->
                slave.withContact(
                    new Contact(Contact.State.CONNECTED, Instant.EPOCH, "one", "here", "")))
            .toList();
    return new Farm(
        new FarmSnapshot(
            all.counters(),
            all.config(),
            all.builders(),
            connected,
            all.secrets(),
            all.users(),
            all.pauses(),
            all.requests(),
            all.builds(),
            all.orders(),
            all.lost(),
            all.schedules(),
            all.incidents()),
        farm.now);
  }
}
