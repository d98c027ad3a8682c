package org.yardmaster.protocol.wire;

import java.net.InetSocketAddress;

/// Where to connect: `host:port`, `[2001:db8::1]:port`.
public record HostPort(String host, int port) {

  public HostPort {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "address '" + host + ":" + port + "': a host and a port from 1 to 65535 are needed");
    }
  }

  /// Reads `host:port`.
  ///
  /// @throws IllegalArgumentException if the text is nothing of the kind
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || (text.indexOf(':') != colon && !text.startsWith("["))) {
      throw new IllegalArgumentException("address '" + text + "': write host:port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("address '" + text + "': the port is not a number", e);
    }
  }

  /// As `host:port` or, without a port in the text, with this one.
  public static HostPort parse(String text, int defaultPort) {
    boolean bare = text.indexOf(':') < 0 || text.endsWith("]");
    return parse(bare ? text + ":" + defaultPort : text);
  }

  /// The address as it is looked up now; this may block on the resolver.
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
