package org.yardmaster.protocol.link;

/// The peer broke the rules of the link; its connection is to be closed.
public final class LinkViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LinkViolation(String message) {
    super(message);
  }
}
