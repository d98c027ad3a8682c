package org.yardmaster.protocol.wire;

/// Hears of connections. The calls for one peer come one at a time and in order, on I/O threads;
/// those for different peers come at the same time. None may block. An exception out of any of them
/// costs that connection only.
///
/// @param <F> the frames that are spoken
public interface WireListener<F> {

  /// A connection stands, with TLS done. Nobody has yet said who they are.
  void opened(Peer<F> peer);

  /// A frame arrived.
  void received(Peer<F> peer, F frame);

  /// All that was queued for the peer is out: whoever holds something back may send more. Comes
  /// once for each time it was asked for ([Peer#awaitDrained]), maybe on a thread of its own,
  /// beside the other calls.
  default void drained(Peer<F> peer) {}

  /// The connection has ended; the last call for this peer. Comes once for each that was opened.
  void closed(Peer<F> peer, String reason);
}
