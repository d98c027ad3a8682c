/// How frames cross the network: records to CBOR and back, length-prefixed frames, TLS 1.3 that
/// trusts by the fingerprint of the farm's CA, sockets by MINA, and the slave's line to its master
/// that comes back by itself.
///
/// Upper layers see [Peer] and [WireListener] only, never MINA. Callbacks come on I/O threads, for
/// one connection one at a time, and must not block.
@NullMarked
package org.yardmaster.protocol.wire;

import org.jspecify.annotations.NullMarked;
