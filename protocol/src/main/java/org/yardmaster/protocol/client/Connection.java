package org.yardmaster.protocol.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.message.ConsoleFrame.LoggedIn;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// How a client stands with its master.
public sealed interface Connection {

  /// An attempt is under way.
  record Connecting(HostPort master) implements Connection {}

  /// Logged in.
  record Connected(HostPort master, LoggedIn welcome) implements Connection {}

  /// No connection since then, by this side's clock; the next attempt comes at `retryAt`.
  record Lost(HostPort master, Instant since, String reason, Instant retryAt)
      implements Connection {}

  /// The master does not let this user in, or is not trusted; nothing more happens until somebody
  /// acts. `presented` is the fingerprint of the farm that answered, if that is what was not
  /// trusted; `retryIn` is how long the master wants to be left alone.
  record Refused(HostPort master, String reason, Optional<Fingerprint> presented, Duration retryIn)
      implements Connection {}

  /// Ended by this side.
  record Closed() implements Connection {}
}
