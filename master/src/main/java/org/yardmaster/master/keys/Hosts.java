package org.yardmaster.master.keys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yardmaster.protocol.model.Sorted;

/// By which names and addresses the master is reached.
public final class Hosts {
  private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private Hosts() {}

  /// `localhost`, this machine's name, and the addresses of all its network interfaces that are up,
  /// but for those that mean something on one cable only.
  public static SortedSet<String> ofThisMachine() {
    TreeSet<String> hosts = new TreeSet<>(List.of("localhost", "127.0.0.1", "::1"));
    try {
      InetAddress self = InetAddress.getLocalHost();
      hosts.add(self.getHostName());
    } catch (UnknownHostException _) {
      // A machine without a name is reached by its addresses.
    }
    try {
      NetworkInterface.networkInterfaces()
          .filter(Hosts::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .forEach(hosts::add);
    } catch (IOException _) {
      // Without a list of interfaces, names have to do.
    }
    return plain(hosts);
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (IOException _) {
      return false;
    }
  }

  /// The same hosts, each in one form, without those that no certificate can name.
  static SortedSet<String> plain(Collection<String> hosts) {
    TreeSet<String> plain = new TreeSet<>();
    for (String host : hosts) {
      address(host)
          .map(InetAddress::getHostAddress)
          .or(() -> Optional.of(host.toLowerCase(Locale.ROOT)).filter(Hosts::isName))
          .ifPresent(plain::add);
    }
    return Sorted.set(plain);
  }

  private static boolean isName(String host) {
    return DNS_NAME.matcher(host).matches();
  }

  /// The address that `host` spells out, if it does; nobody is asked.
  static Optional<InetAddress> address(String host) {
    int zone = host.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
