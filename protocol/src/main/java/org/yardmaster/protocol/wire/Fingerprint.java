package org.yardmaster.protocol.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// The SHA-256 of a certificate, by which a farm's CA is known: 64 lowercase hex digits.
public record Fingerprint(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "fingerprint '"
              + hex
              + "': 64 hex digits are needed (SHA-256 of the farm's CA certificate)");
    }
  }

  /// Reads a fingerprint as people write it: colons, spaces and upper case do not matter.
  ///
  /// @throws IllegalArgumentException if it is not 64 hex digits
  public static Fingerprint parse(String text) {
    return new Fingerprint(text.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT));
  }

  /// The fingerprint of a certificate.
  public static Fingerprint of(X509Certificate certificate) {
    try {
      return new Fingerprint(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("certificate of " + certificate.getSubjectX500Principal(), e);
    }
  }

  /// For people's eyes: groups of four digits.
  public String grouped() {
    return hex.replaceAll("(.{4})(?=.)", "$1 ");
  }

  @Override
  public String toString() {
    return hex;
  }
}
