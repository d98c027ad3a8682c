package org.yardmaster.slave;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What tells this machine from one that its disk was copied to: the addresses of its network
/// cards. Cards come and go, so one in common is enough; a machine without any could be each.
public record Hardware(SortedSet<String> cards) {
  private static final Logger log = LoggerFactory.getLogger(Hardware.class);

  public Hardware {
    cards = Collections.unmodifiableSortedSet(new TreeSet<>(cards));
  }

  /// The cards that the operating system tells of.
  static Hardware ofThisMachine() {
    SortedSet<String> cards = new TreeSet<>();
    try {
      for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        byte[] address = card.getHardwareAddress();
        if (address != null && address.length > 0) {
          cards.add(HexFormat.ofDelimiter(":").formatHex(address));
        }
      }
    } catch (SocketException e) {
      log.warn("network cards: not to be known, so a copied data folder is not recognised", e);
    }
    return new Hardware(cards);
  }

  static Hardware of(List<String> cards) {
    return new Hardware(new TreeSet<>(cards));
  }

  boolean mayBe(Hardware other) {
    return cards.isEmpty() || other.cards.isEmpty() || !Collections.disjoint(cards, other.cards);
  }

  Hardware with(Hardware other) {
    SortedSet<String> all = new TreeSet<>(cards);
    all.addAll(other.cards);
    return new Hardware(all);
  }
}
