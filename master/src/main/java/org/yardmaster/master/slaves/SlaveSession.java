package org.yardmaster.master.slaves;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.yardmaster.protocol.link.Inbox;
import org.yardmaster.protocol.link.Outbox;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.ToSlave;
import org.yardmaster.protocol.model.SlaveId;

/// What the master remembers of one slave process, over any number of connections: what it owes it,
/// how far it has come, and on which connection it is now. Safe for any thread.
final class SlaveSession {
  private final String name = UUID.randomUUID().toString();
  private final SlaveId slave;
  private final String startId;
  private final long term;
  private final Outbox<SlaveMessage> outbox = new Outbox<>();
  private final Inbox inbox = new Inbox();
  private Optional<Guest> guest = Optional.empty();
  private Instant heardAt = Instant.EPOCH;
  private boolean known;

  SlaveSession(SlaveId slave, String startId, long term) {
    this.slave = slave;
    this.startId = startId;
    this.term = term;
  }

  /// Random: the slave names it when it comes back, and may be in an earlier one.
  String name() {
    return name;
  }

  SlaveId slave() {
    return slave;
  }

  String startId() {
    return startId;
  }

  /// The connection the slave is on, if any.
  synchronized Optional<Guest> guest() {
    return guest;
  }

  /// Moves to a new connection, tells the slave so, and sends what it does not have. Returns the
  /// connection it was on.
  ///
  /// @param has the last number the slave has received
  /// @param answer what to tell it, given the last number received from it
  synchronized Optional<Guest> moveTo(
      Guest next, long has, LongFunction<SlaveFrame.Attached> answer) {
    List<Outbox.Numbered<SlaveMessage>> missing = outbox.resume(has);
    Optional<Guest> before = guest;
    guest = Optional.of(next);
    next.send(answer.apply(inbox.processed()));
    missing.forEach(message -> next.send(frame(message)));
    return before;
  }

  /// The connection has ended. False if the slave is on another one by now.
  synchronized boolean leave(Guest gone) {
    boolean wasHere = guest.isPresent() && guest.get() == gone;
    if (wasHere) {
      heardAt = gone.heardAt();
      guest = Optional.empty();
    }
    return wasHere;
  }

  /// Sends a control message, now or when the slave is heard again.
  synchronized void send(ToSlave message) {
    Outbox.Numbered<SlaveMessage> numbered = outbox.add(message);
    guest.ifPresent(g -> g.send(frame(numbered)));
  }

  private SlaveFrame.Numbered frame(Outbox.Numbered<SlaveMessage> numbered) {
    return new SlaveFrame.Numbered(term, numbered.number(), numbered.message());
  }

  /// Sends what need not arrive, if there is a line.
  synchronized void sendIfHeard(SlaveFrame frame) {
    guest.ifPresent(g -> g.send(frame));
  }

  /// Whether a message is new. A repeated one that is durable already is acknowledged again.
  synchronized boolean accept(long number) {
    boolean isNew = inbox.accept(number);
    if (!isNew && number <= inbox.processed()) {
      guest.ifPresent(g -> g.send(new SlaveFrame.Acknowledged(inbox.processed())));
    }
    return isNew;
  }

  /// A message is durable. Acknowledged at once if no later one is on its way: that one's
  /// acknowledgement covers it.
  synchronized void processed(long number) {
    inbox.processed(number);
    if (number == inbox.received()) {
      guest.ifPresent(g -> g.send(new SlaveFrame.Acknowledged(number)));
    }
  }

  synchronized void acknowledged(long number) {
    outbox.acknowledge(number);
  }

  /// The first message of a session must be the inventory, and only that.
  synchronized boolean takeInventory() {
    boolean first = !known;
    known = true;
    return first;
  }

  /// Whether the slave is on a connection that has been heard since `asked`.
  synchronized boolean heardSince(Instant asked) {
    return guest.filter(g -> g.heardAt().isAfter(asked)).isPresent();
  }

  /// When the slave was heard last, on this connection or the one before.
  synchronized Instant heardAt() {
    return guest.map(Guest::heardAt).orElse(heardAt);
  }
}
