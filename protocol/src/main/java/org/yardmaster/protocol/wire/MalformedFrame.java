package org.yardmaster.protocol.wire;

/// What was read is no frame, or no such record; the connection it came from is to be closed.
public final class MalformedFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedFrame(String message) {
    super(message);
  }

  public MalformedFrame(String message, Throwable cause) {
    super(message, cause);
  }
}
