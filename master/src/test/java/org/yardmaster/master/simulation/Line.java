package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.SlaveFrame;

/// One connection between a slave process and a master process: in order, with delays, and cut at
/// any moment.
final class Line {

  /// Its two ends.
  enum Side {
    SLAVE,
    MASTER;

    Side other() {
      return this == SLAVE ? MASTER : SLAVE;
    }
  }

  /// Who listens at an end.
  interface Ear {
    void hear(SlaveFrame frame);

    void broken(String why);
  }

  private static final class End {
    final Ear ear;
    boolean open = true;
    boolean deaf;
    Instant nextArrival = Instant.EPOCH;

    End(Ear ear) {
      this.ear = ear;
    }
  }

  private final Agenda agenda;
  private final Chance chance;
  private final Map<Side, End> ends = new EnumMap<>(Side.class);
  private @Nullable Instant stalledUntil;

  Line(Agenda agenda, Chance chance, Ear slave, Ear master) {
    this.agenda = agenda;
    this.chance = chance;
    ends.put(Side.SLAVE, new End(slave));
    ends.put(Side.MASTER, new End(master));
  }

  private End end(Side side) {
    End end = ends.get(side);
    if (end == null) {
      throw new IllegalStateException("a line without " + side);
    }
    return end;
  }

  /// Sends to the other side.
  void send(Side from, SlaveFrame frame) {
    if (!end(from).open) {
      return;
    }
    toward(from.other(), () -> end(from.other()).ear.hear(frame));
  }

  private void toward(Side side, Runnable arrival) {
    End end = end(side);
    Instant at = agenda.now().plus(chance.millis(chance.in(20) ? 2000 : 30));
    if (stalledUntil != null && at.isBefore(stalledUntil)) {
      at = stalledUntil;
    }
    end.nextArrival = at.isAfter(end.nextArrival) ? at : end.nextArrival;
    agenda.at(
        end.nextArrival,
        () -> {
          if (end.open && !end.deaf) {
            arrival.run();
          }
        });
  }

  /// This side is done; the other learns of it, if it can be reached.
  void close(Side side) {
    End mine = end(side);
    if (!mine.open) {
      return;
    }
    mine.open = false;
    toward(side.other(), () -> breakAt(side.other(), "closed by the other side"));
  }

  private void breakAt(Side side, String why) {
    End end = end(side);
    if (end.open) {
      end.open = false;
      end.ear.broken(why);
    }
  }

  /// The connection is reset: both learn of it, each after a while; nothing arrives any more.
  void cut() {
    for (Side side : Side.values()) {
      deafen(side);
      agenda.after(chance.millis(5000), () -> breakAt(side, "reset"));
    }
  }

  /// Nothing arrives at this side any more, and it does not learn why.
  void deafen(Side side) {
    end(side).deaf = true;
  }

  /// Nothing arrives for a while, then everything.
  void stall(Duration time) {
    stalledUntil = agenda.now().plus(time);
  }
}
