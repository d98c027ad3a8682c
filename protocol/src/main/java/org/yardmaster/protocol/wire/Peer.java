package org.yardmaster.protocol.wire;

/// The other end of one connection. All methods may be called on any thread and never block.
///
/// @param <F> the frames that are spoken
public interface Peer<F> {

  /// Sends a frame behind those sent before. Many frames sent in a row travel together. On a
  /// connection that is closing or closed the frame is dropped: [WireListener#closed] tells, or has
  /// told.
  ///
  /// @throws MalformedFrame if the frame is longer than any peer would accept; nothing is sent
  void send(F frame);

  /// Closes the connection once what was sent before is out, at the latest after five seconds.
  /// Frames that arrive from now on are dropped. Only the first reason counts.
  void close(String reason);

  /// The peer has shown who it is: from now on its frames may have the full length, and it may take
  /// its time. Until then frames are small, and the first must come soon after the connection.
  void trust();

  /// Like [#trust], for one who may send whole configurations: its frames may be as long as any.
  void trustFully();

  /// Stops reading from the socket, so that the peer has to wait. Some frames that were read
  /// already still come.
  void suspendReading();

  /// Reads again.
  void resumeReading();

  /// Host and port of the other end.
  String remoteAddress();

  /// Bytes sent that the operating system has not taken yet.
  long queuedBytes();

  /// Asks for one call of [WireListener#drained], as soon as nothing that was sent waits any more:
  /// at once, if nothing does.
  void awaitDrained();
}
