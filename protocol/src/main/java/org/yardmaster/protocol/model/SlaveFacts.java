package org.yardmaster.protocol.model;

/// What a slave tells of its machine when it attaches: operating system, architecture, its own
/// version, and its time zone (an IANA name).
public record SlaveFacts(String os, String arch, String version, String timeZone) {

  /// Nothing known yet.
  public static SlaveFacts unknown() {
    return new SlaveFacts("", "", "", "");
  }
}
