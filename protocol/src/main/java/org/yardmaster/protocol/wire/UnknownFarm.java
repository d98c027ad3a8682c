package org.yardmaster.protocol.wire;

import java.security.cert.CertificateException;
import java.util.Optional;

/// A master showed a sound certificate of a farm other than the expected one, or of any farm where
/// none was expected yet: a person may look at the fingerprint and decide.
public final class UnknownFarm extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient Fingerprint presented;

  UnknownFarm(Fingerprint presented, Optional<Fingerprint> expected) {
    super(
        "the master shows the farm fingerprint "
            + presented
            + expected.map(e -> ", expected was " + e).orElse(", which nobody has confirmed yet"));
    this.presented = presented;
  }

  /// What the master showed.
  public Fingerprint presented() {
    return presented;
  }

  /// The one among the causes of a failed connection, if that was the reason.
  public static Optional<UnknownFarm> in(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnknownFarm unknown) {
        return Optional.of(unknown);
      }
    }
    return Optional.empty();
  }
}
