package org.yardmaster.console.memory;

import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// A master we have been attached to: as whom, by which fingerprint we know it, and which view was
/// looked at last.
public record KnownMaster(
    HostPort address,
    String farm,
    String user,
    Optional<Fingerprint> fingerprint,
    Instant usedAt,
    String view) {}
