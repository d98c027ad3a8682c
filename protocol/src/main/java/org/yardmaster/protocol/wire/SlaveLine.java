package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.link.Backoff;
import org.yardmaster.protocol.link.Inbox;
import org.yardmaster.protocol.link.LinkViolation;
import org.yardmaster.protocol.link.Outbox;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Acknowledged;
import org.yardmaster.protocol.message.SlaveFrame.Attach;
import org.yardmaster.protocol.message.SlaveFrame.AttachRefused;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.message.SlaveFrame.Numbered;
import org.yardmaster.protocol.message.SlaveFrame.Ping;
import org.yardmaster.protocol.message.SlaveFrame.Pong;
import org.yardmaster.protocol.message.SlaveFrame.Refusal;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.FromSlave;
import org.yardmaster.protocol.message.SlaveMessage.Inventory;
import org.yardmaster.protocol.message.SlaveMessage.ToSlave;
import org.yardmaster.protocol.model.Sorted;

/// A slave's line to its master: connects, attaches, comes back by itself after every loss, and
/// resumes the link session exactly where it was.
///
/// All methods are called on one thread, the *owner* (given as an executor that runs one task at a
/// time, in order), unless they say otherwise; the listener is called there too. Pings are answered
/// on I/O threads, whatever the owner does.
public final class SlaveLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlaveLine.class);

  /// Log chunks wait while more than this is queued, so that a control message never waits for
  /// long.
  private static final long CHUNKS_WELCOME_BYTES = 128 << 10;

  /// A line that held this long was a success: the next loss is met with a short wait again.
  private static final Duration HELD = Duration.ofSeconds(10);

  /// The longest wait after a refusal that trying again will not cure by itself.
  private static final Duration REFUSED_WAIT = Duration.ofMinutes(1);

  /// Who this slave is and where it finds its master.
  ///
  /// @param startId random for each slave process
  /// @param addresses of the master, tried in turn; at least one
  /// @param farm by which the master is known
  public record Identity(
      String slave,
      String secret,
      String startId,
      SortedSet<String> features,
      List<HostPort> addresses,
      Fingerprint farm) {
    public Identity {
      features = Sorted.set(features);
      addresses = List.copyOf(addresses);
      if (addresses.isEmpty()) {
        throw new IllegalArgumentException("slave " + slave + ": no address of a master");
      }
    }

    /// Without the secret: it must not reach a log.
    @Override
    public String toString() {
      return "Identity[slave=" + slave + ", startId=" + startId + ", addresses=" + addresses + "]";
    }
  }

  /// To be told once a received message is durable, so that the master may forget it.
  public interface Receipt {
    /// The message is in the journal, or needs none. On the owner; receipts in the order of their
    /// messages.
    void processed();
  }

  /// Hears of the line, on the owner.
  public interface Listener {

    /// A new link session with this master begins: all that the slave runs, and all results it
    /// owes. What was sent before and not acknowledged is forgotten.
    Inventory newSession(String session);

    /// A control message arrived; each comes once in a session, in order.
    void received(ToSlave message, Receipt receipt);

    /// The master has so much of a step's log.
    void logStored(LogStored stored);

    /// The line stands, in a resumed or (after `newSession`) in a new session.
    void connected(Attached attached, HostPort master);

    /// The line that stood is lost; the master was last heard then.
    void disconnected(Instant lastHeardAt, String reason);

    /// No connection came about; the next attempt comes after `retryIn`.
    void unreachable(HostPort master, Throwable cause, Duration retryIn);

    /// The master does not let this slave in; the next attempt comes after `retryIn`.
    void refused(Refusal code, String message, Duration retryIn);

    /// Chunks are accepted again.
    default void chunksWelcome() {}
  }

  private final Identity identity;
  private final WireClient<SlaveFrame> client;
  private final SSLContext tls;
  private final Timer timer;
  private final DoubleSupplier random;
  private final Executor owner;
  private final Listener listener;
  private final Backoff backoff = Backoff.standard();

  private Outbox<SlaveMessage> outbox = new Outbox<>();
  private Inbox inbox = new Inbox();

  /// The link session by its name; empty before the first.
  private String session = "";

  private long highestTerm;
  private int address;
  private boolean closed;
  private Timer.Alarm retry = () -> {};
  private volatile Optional<Line> line = Optional.empty();

  /// @param random gives numbers from 0 to 1, for the jitter of waits
  /// @param owner runs one task at a time, in order
  public SlaveLine(
      Identity identity,
      WireClient<SlaveFrame> client,
      Timer timer,
      DoubleSupplier random,
      Executor owner,
      Listener listener) {
    this.identity = identity;
    this.client = client;
    this.tls = Tls.client(identity.farm());
    this.timer = timer;
    this.random = random;
    this.owner = owner;
    this.listener = listener;
  }

  /// Begins to connect; returns at once.
  public void start() {
    connect();
  }

  /// Sends a control message now or as soon as there is a line, and again until it is acknowledged.
  /// Before the first session there is nobody to tell: the inventory will say it.
  public void send(FromSlave message) {
    if (session.isEmpty()) {
      return;
    }
    Outbox.Numbered<SlaveMessage> numbered = outbox.add(message);
    line.filter(Line::standing).ifPresent(l -> l.send(frame(numbered)));
  }

  /// Sends output, if the line stands and has room. On any thread.
  ///
  /// @return whether it was taken; if not, offer it again after [Listener#chunksWelcome] or a new
  ///   connection
  public boolean sendChunk(LogChunk chunk) {
    Optional<Line> now = line;
    return now.isPresent() && now.get().standing() && now.get().sendChunk(chunk);
  }

  /// Whether the line stands. On any thread.
  public boolean attached() {
    return line.filter(Line::standing).isPresent();
  }

  /// How many control messages the master has not acknowledged.
  public int unacknowledged() {
    return outbox.size();
  }

  /// Ends the line for good, after what was sent is out.
  @Override
  public void close() {
    closed = true;
    retry.cancel();
    Optional<Line> last = line;
    line = Optional.empty();
    last.ifPresent(l -> l.end("this slave closes its line"));
  }

  /// Over to the owner. One that has ended has no use for this line any more.
  private void post(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException _) {
      LOG.debug("slave {}: the owner's executor has ended", identity.slave());
    }
  }

  private static Numbered frame(Outbox.Numbered<SlaveMessage> numbered) {
    return new Numbered(0, numbered.number(), numbered.message());
  }

  private void connect() {
    if (closed) {
      return;
    }
    HostPort target = identity.addresses().get(address % identity.addresses().size());
    Line attempt = new Line(target);
    line = Optional.of(attempt);
    // The resolver blocks.
    Thread.ofVirtual()
        .name("slave-line-connect")
        .start(() ->
            client.connect(target.resolve(), tls, attempt, e -> post(() -> failed(attempt, e))));
  }

  private boolean isCurrent(Line which) {
    return line.isPresent() && line.get() == which;
  }

  private void failed(Line attempt, Throwable cause) {
    if (isCurrent(attempt)) {
      Duration wait = backoff.next(random.getAsDouble());
      address++;
      retryAfter(wait);
      listener.unreachable(attempt.target, cause, wait);
    }
  }

  private void retryAfter(Duration wait) {
    line = Optional.empty();
    retry = timer.after(wait, () -> post(this::connect));
  }

  private void attach(Line which) {
    if (isCurrent(which)) {
      which.send(
          new Attach(
              SlaveFrame.VERSION,
              identity.features(),
              identity.slave(),
              identity.secret(),
              identity.startId(),
              session,
              inbox.processed()));
    } else {
      which.end("superseded");
    }
  }

  private void take(Line which, SlaveFrame frame) {
    if (!isCurrent(which)) {
      return;
    }
    try {
      switch (frame) {
        case Attached attached -> attached(which, attached);
        case AttachRefused refused -> refused(which, refused);
        case Numbered numbered when which.standing() -> numbered(which, numbered);
        case Acknowledged acknowledged when which.standing() ->
            outbox.acknowledge(acknowledged.number());
        case LogStored stored when which.standing() -> listener.logStored(stored);
        case Numbered _, Acknowledged _, LogStored _, Attach _, LogChunk _, Ping _, Pong _ ->
            throw new LinkViolation("unexpected " + frame.getClass().getSimpleName());
      }
    } catch (LinkViolation e) {
      LOG.warn(
          "master {}: {}; closing this connection, a new session follows",
          which.target,
          e.getMessage());
      session = "";
      lost(which, String.valueOf(e.getMessage()));
    }
  }

  private void attached(Line which, Attached attached) {
    if (isOld(which, attached.term())) {
      return;
    }
    if (which.standing()) {
      throw new LinkViolation("attached twice");
    }
    if (attached.resumed()) {
      resume(which, attached);
    } else {
      begin(which, attached);
    }
    listener.connected(attached, which.target);
  }

  private void resume(Line which, Attached attached) {
    if (!attached.session().equals(session)) {
      throw new LinkViolation("resumed another session than this slave was in");
    }
    List<Outbox.Numbered<SlaveMessage>> missing = outbox.resume(attached.received());
    which.stands(attached.heartbeat(), attached.deadAfter());
    missing.forEach(message -> which.send(frame(message)));
  }

  private void begin(Line which, Attached attached) {
    outbox = new Outbox<>();
    inbox = new Inbox();
    session = attached.session();
    Inventory inventory = listener.newSession(session);
    which.stands(attached.heartbeat(), attached.deadAfter());
    send(inventory);
  }

  private void refused(Line which, AttachRefused refused) {
    Duration wait =
        refused.code() == Refusal.TRY_LATER
            ? backoff.next(random.getAsDouble())
            : REFUSED_WAIT.dividedBy(2).plus(jitter(REFUSED_WAIT.dividedBy(2)));
    which.end("refused");
    address++;
    retryAfter(wait);
    listener.refused(refused.code(), refused.message(), wait);
  }

  private Duration jitter(Duration range) {
    return Duration.ofMillis((long) (range.toMillis() * random.getAsDouble()));
  }

  private boolean isOld(Line which, long term) {
    if (term >= highestTerm) {
      highestTerm = term;
      return false;
    }
    String reason =
        "term " + term + " of a master that leads no more; " + highestTerm + " has been seen";
    LOG.warn("master {}: {}; closing this connection", which.target, reason);
    lost(which, reason);
    return true;
  }

  private void numbered(Line which, Numbered numbered) {
    if (isOld(which, numbered.term())) {
      return;
    }
    if (!(numbered.message() instanceof ToSlave message)) {
      throw new LinkViolation("a master sent " + numbered.message().getClass().getSimpleName());
    }
    if (inbox.accept(numbered.number())) {
      Inbox of = inbox;
      listener.received(message, () -> processed(of, numbered.number()));
    } else if (numbered.number() <= inbox.processed()) {
      which.send(new Acknowledged(inbox.processed()));
    }
  }

  private void processed(Inbox of, long number) {
    if (of == inbox) {
      inbox.processed(number);
      line.filter(Line::standing).ifPresent(l -> l.send(new Acknowledged(inbox.processed())));
    }
  }

  /// The line is no more, for whatever reason, seen from the owner.
  private void lost(Line which, String reason) {
    if (!isCurrent(which)) {
      return;
    }
    which.end(reason);
    Instant now = timer.now();
    if (which.stoodAt().filter(at -> !at.plus(HELD).isAfter(now)).isPresent()) {
      backoff.succeeded();
    } else {
      address++;
    }
    Duration wait = backoff.next(random.getAsDouble());
    retryAfter(wait);
    if (which.stoodAt().isPresent()) {
      listener.disconnected(which.heardAt(), reason);
    } else {
      listener.unreachable(which.target, new java.io.IOException(reason), wait);
    }
  }

  /// One connection, from the attempt on. What comes on it goes over to the owner.
  private final class Line extends ClientLine<SlaveFrame> {
    private final HostPort target;

    Line(HostPort target) {
      super(timer, new Ping(), new Pong());
      this.target = target;
    }

    boolean sendChunk(LogChunk chunk) {
      long queued = peer().map(Peer::queuedBytes).orElse(0L);
      if (queued > CHUNKS_WELCOME_BYTES) {
        peer().ifPresent(Peer::awaitDrained);
        return false;
      }
      send(chunk);
      return true;
    }

    @Override
    protected void open() {
      post(() -> attach(this));
    }

    @Override
    protected void take(SlaveFrame frame) {
      post(() -> SlaveLine.this.take(this, frame));
    }

    @Override
    protected void lost(String reason) {
      post(() -> SlaveLine.this.lost(this, reason));
    }

    @Override
    public void drained(Peer<SlaveFrame> of) {
      if (standing()) {
        post(listener::chunksWelcome);
      }
    }
  }
}
