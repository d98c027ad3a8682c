package org.yardmaster.protocol.client;

/// There is no line to the master, or it was lost before the answer came; the message says which.
public final class NotConnected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotConnected(String message) {
    super(message);
  }
}
