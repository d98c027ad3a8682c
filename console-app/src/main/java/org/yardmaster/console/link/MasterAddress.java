package org.yardmaster.console.link;

import java.util.Optional;

/// Where a master listens for consoles.
public record MasterAddress(String host, int port) {

  /// The port a master listens on unless told otherwise.
  public static final int DEFAULT_PORT = 7411;

  /// Reads `host`, `host:port` or `[v6]:port`; empty where that is none of these.
  public static Optional<MasterAddress> parse(String text) {
    String trimmed = text.trim();
    int colon = trimmed.lastIndexOf(':');
    boolean bare = colon < 0 || trimmed.endsWith("]");
    String host = bare ? trimmed : trimmed.substring(0, colon);
    if (host.isEmpty() || host.contains(" ") || host.contains("/")) {
      return Optional.empty();
    }
    return (bare ? Optional.of(DEFAULT_PORT) : port(trimmed.substring(colon + 1)))
        .map(port -> new MasterAddress(host, port));
  }

  private static Optional<Integer> port(String text) {
    if (!text.matches("\\d{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text)).filter(port -> port > 0 && port < 65536);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
