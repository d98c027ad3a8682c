package org.yardmaster.console.link;

import java.util.Optional;
import org.yardmaster.protocol.wire.Fingerprint;

/// Why a line did not come about.
public final class AttachRefused extends Exception {
  private final Cause reason;
  private final transient Optional<Fingerprint> seen;

  /// The kinds of refusal, by what a person can do about them.
  public enum Cause {
    /// Nobody answers there.
    UNREACHABLE,
    /// A master we have never met: its fingerprint is to be judged by a person.
    UNKNOWN_FINGERPRINT,
    /// Not the master we met before.
    CHANGED_FINGERPRINT,
    /// User or password is wrong, or there were too many tries.
    LOGIN_REFUSED
  }

  public AttachRefused(Cause reason, String message, Optional<Fingerprint> seen) {
    super(message);
    this.reason = reason;
    this.seen = seen;
  }

  /// What kind of refusal this is.
  public Cause reason() {
    return reason;
  }

  /// The fingerprint the other side showed, if that is what was not trusted.
  public Optional<Fingerprint> seen() {
    return seen;
  }

  /// The message; never null, unlike that of exceptions in general.
  public String text() {
    String message = getMessage();
    return message == null ? reason.name() : message;
  }
}
