package org.yardmaster.protocol.client;

import java.time.Instant;
import java.util.UUID;

/// Makes ids of commands.
public final class CommandId {
  private static final int VERSION_AND_RANDOM_BITS = 16;
  private static final long RANDOM_BITS_12 = 0xfff;
  private static final long VERSION_7 = 7 << 12;

  private CommandId() {}

  /// An id that nobody else makes. Ids that are made about the same time begin alike (they are
  /// UUIDs of version 7, RFC 9562): so a master finds those of a day's last commands close together
  /// in its index, and mostly in memory.
  public static String next() {
    return of(Instant.now(), UUID.randomUUID()).toString();
  }

  static UUID of(Instant now, UUID random) {
    return new UUID(
        now.toEpochMilli() << VERSION_AND_RANDOM_BITS
            | VERSION_7
            | (random.getMostSignificantBits() & RANDOM_BITS_12),
        random.getLeastSignificantBits());
  }
}
