package org.yardmaster.console.link;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// Opens lines to masters.
public interface Connector {

  /// Connects and logs in. Ends exceptionally with an [AttachRefused] that says why not.
  ///
  /// @param fingerprint the farm's certificate must have this one; empty if we have never been
  ///   there, then the attempt is refused with the fingerprint that was seen, for a person to judge
  CompletableFuture<FarmLink> connect(
      HostPort address, Optional<Fingerprint> fingerprint, Credentials credentials);
}
