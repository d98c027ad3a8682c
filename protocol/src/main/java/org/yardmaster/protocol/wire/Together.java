package org.yardmaster.protocol.wire;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// What one thread sends in one go. Nothing of it goes out before the go is over: so what is meant
/// for one connection travels in one piece, and where that is little the thread writes it itself.
/// To hand it to a writer would cost a change of threads, which on a machine that idles takes
/// longer than all the encryption.
public final class Together {
  private static final ThreadLocal<Optional<Together>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  private final Set<MinaPeer<?>> peers = new LinkedHashSet<>();

  private Together() {}

  /// Runs what sends. To be called without any lock that is also taken when something is received:
  /// TLS has locks of its own.
  public static void send(Runnable sending) {
    if (CURRENT.get().isPresent()) {
      sending.run();
      return;
    }
    Together together = new Together();
    CURRENT.set(Optional.of(together));
    try {
      sending.run();
    } finally {
      CURRENT.set(Optional.empty());
      together.write();
    }
  }

  /// Whether this peer will be written later in the go of this thread.
  static boolean holds(MinaPeer<?> peer) {
    Optional<Together> current = CURRENT.get();
    current.ifPresent(together -> together.peers.add(peer));
    return current.isPresent();
  }

  /// Only the first is written here: a thread that has something for many is not to be kept.
  private void write() {
    boolean first = true;
    for (MinaPeer<?> peer : peers) {
      if (first && peer.hasLittle()) {
        peer.writeHere();
      } else {
        peer.writeElsewhere();
      }
      first = false;
    }
  }
}
