package org.yardmaster.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ids that sort by time.
final class CommandIdTest {

  /// The example of RFC 9562, appendix A.6.
  @Test
  void isAUuidOfVersion7() {
    UUID random = UUID.fromString("00000000-0000-4cc3-98c4-dc0c0c07398f");

    UUID id = CommandId.of(Instant.ofEpochMilli(0x017f22e279b0L), random);

    assertThat(id).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void laterIdsSortBehindEarlierOnes() {
    UUID random = UUID.randomUUID();
    Instant now = Instant.now();

    assertThat(CommandId.of(now, random).toString())
        .isLessThan(CommandId.of(now.plusMillis(1), random).toString());
  }

  @Test
  void noTwoAreAlike() {
    assertThat(IntStream.range(0, 1000).mapToObj(_ -> CommandId.next())).doesNotHaveDuplicates();
  }
}
