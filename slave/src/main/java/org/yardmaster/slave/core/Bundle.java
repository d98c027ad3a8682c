package org.yardmaster.slave.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yardmaster.protocol.message.SlaveMessage.FromSlave;

/// What the master is to be told soon, until something follows that it travels with. Keeps the
/// order.
public final class Bundle {

  /// How long it may wait: short steps cost master and slave a third of the work then, and nobody
  /// sees the difference.
  public static final Duration SOON = Duration.ofMillis(50);

  private final List<FromSlave> waiting = new ArrayList<>();

  /// Takes this in, and answers with what to send now.
  public List<FromSlave> with(Action.Tell tell) {
    waiting.add(tell.message());
    return tell instanceof Action.Send ? take() : List.of();
  }

  /// All that waits; nothing does after that.
  public List<FromSlave> take() {
    List<FromSlave> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  public boolean isEmpty() {
    return waiting.isEmpty();
  }
}
