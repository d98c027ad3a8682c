package org.yardmaster.protocol.wire;

import java.time.Duration;

/// What a door lets through.
///
/// @param firstFrames longest frame body in bytes before [Peer#trust]
/// @param frames longest frame body in bytes after it
/// @param patience how long a new connection may take for TLS and its first frame, and then, again,
///   until it is trusted
/// @param queue bytes that may wait for a peer that does not read; beyond, it is disconnected
public record WireLimits(int firstFrames, int frames, Duration patience, long queue) {

  /// No frame may be longer than this, whatever a door says.
  public static final int HARD_MAXIMUM = 16 << 20;

  public WireLimits {
    if (firstFrames > frames || frames > HARD_MAXIMUM) {
      throw new IllegalArgumentException(
          "wire limits: first frames "
              + firstFrames
              + " <= frames "
              + frames
              + " <= "
              + HARD_MAXIMUM
              + " must hold");
    }
  }

  /// A master's door: 64 KiB for strangers, 1 MiB and some for those it knows, 10 s, 64 MiB.
  public static WireLimits door() {
    return new WireLimits(64 << 10, (1 << 20) + (64 << 10), Duration.ofSeconds(10), 64 << 20);
  }

  /// Towards a master, whose certificate vouches for it: frames of any length.
  public static WireLimits towardsMaster() {
    return new WireLimits(HARD_MAXIMUM, HARD_MAXIMUM, Duration.ofSeconds(10), 64 << 20);
  }
}
