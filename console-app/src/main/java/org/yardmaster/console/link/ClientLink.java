package org.yardmaster.console.link;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.Timer;

/// The line as [MasterClient] keeps it. Until the first login a failure ends it; from then on it
/// comes back by itself. Its state belongs to the client's owner.
final class ClientLink implements FarmLink, MasterClient.Listener {
  private final Executor owner;
  private final Timer timer;
  private final CompletableFuture<FarmLink> opened = new CompletableFuture<>();
  private Optional<MasterClient> client = Optional.empty();
  private Optional<Welcome> welcome = Optional.empty();
  private Optional<FarmListener> listener = Optional.empty();
  private final boolean knowsFarm;

  ClientLink(Executor owner, Timer timer, boolean knowsFarm) {
    this.owner = owner;
    this.timer = timer;
    this.knowsFarm = knowsFarm;
  }

  /// Begins. Ends with this link after the first login, or with why there was none.
  CompletableFuture<FarmLink> begin(MasterClient carrier) {
    client = Optional.of(carrier);
    CompletableFuture<?> _ = carrier.start();
    return opened;
  }

  @Override
  public void connection(Connection state) {
    switch (state) {
      case Connection.Connected connected -> {
        welcome = Optional.of(welcome(connected.master().toString(), connected.welcome()));
        listener.ifPresent(it -> welcome.ifPresent(it::attached));
        opened.complete(this);
      }
      case Connection.Lost lost -> {
        refuse(AttachRefused.Cause.UNREACHABLE, lost.master() + ": " + lost.reason(), lost);
        listener.ifPresent(
            it -> it.lost(new LostLine(lost.since(), Optional.of(lost.retryAt()), lost.reason())));
      }
      case Connection.Refused refused -> {
        refuse(cause(refused), refused.reason(), refused);
        listener.ifPresent(
            it -> it.lost(new LostLine(timer.now(), Optional.empty(), refused.reason())));
      }
      case Connection.Connecting _, Connection.Closed _ -> {}
    }
  }

  private AttachRefused.Cause cause(Connection.Refused refused) {
    if (refused.presented().isEmpty()) {
      return AttachRefused.Cause.LOGIN_REFUSED;
    }
    return knowsFarm
        ? AttachRefused.Cause.CHANGED_FINGERPRINT
        : AttachRefused.Cause.UNKNOWN_FINGERPRINT;
  }

  private void refuse(AttachRefused.Cause cause, String text, Connection state) {
    if (!opened.isDone()) {
      Optional<Fingerprint> seen =
          state instanceof Connection.Refused it ? it.presented() : Optional.empty();
      opened.completeExceptionally(new AttachRefused(cause, text, seen));
      close();
    }
  }

  private static Welcome welcome(String address, ConsoleFrame.LoggedIn in) {
    return new Welcome(in.farm(), address, in.user(), in.role(), in.now());
  }

  @Override
  public void listen(FarmListener now) {
    owner.execute(() -> {
      listener = Optional.of(now);
      welcome.ifPresent(now::attached);
      client.ifPresent(MasterClient::follow);
    });
  }

  @Override
  public void snapshotBegins(FarmView view, int total) {
    listener.ifPresent(it -> it.loading(total));
  }

  @Override
  public void snapshotRows(FarmView view, List<FarmChange> rows, int have, int total) {
    welcome.ifPresent(us -> listener.ifPresent(it -> it.changed(us.now(), rows)));
  }

  @Override
  public void changed(FarmView view, ConsoleFrame.Changed batch) {
    listener.ifPresent(it -> it.changed(batch.at(), batch.changes()));
  }

  @Override
  public void ready(FarmView view) {
    listener.ifPresent(FarmListener::ready);
  }

  @Override
  public void notice(String text) {
    listener.ifPresent(it -> it.notice(text));
  }

  @Override
  public void roundTrip(Duration time) {
    listener.ifPresent(it -> it.roundTrip(time));
  }

  @Override
  public CompletableFuture<Answer> command(Command command) {
    return carrier().command(command);
  }

  @Override
  public CompletableFuture<Reply> ask(Query query) {
    return carrier().ask(query);
  }

  private MasterClient carrier() {
    return client.orElseThrow(() -> new IllegalStateException("link: not begun"));
  }

  @Override
  public void retry() {
    client.ifPresent(MasterClient::retryNow);
  }

  @Override
  public void close() {
    client.ifPresent(MasterClient::close);
  }
}
