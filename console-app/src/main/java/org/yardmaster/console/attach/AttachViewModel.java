package org.yardmaster.console.attach;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.yardmaster.console.link.AttachRefused;
import org.yardmaster.console.link.Connector;
import org.yardmaster.console.link.Credentials;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.memory.KnownMaster;
import org.yardmaster.console.memory.Memory;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// Attaching: which master, as whom. A master never met shows its fingerprint first, and nothing is
/// sent to it until a person has said that it is the right one; a known master with another
/// fingerprint is refused.
public final class AttachViewModel {
  /// The port a master listens on for consoles unless told otherwise.
  public static final int DEFAULT_PORT = 7411;

  private final Connector connector;
  private final Executor fx;
  private final Memory memory;
  private final BiConsumer<FarmLink, Attached> attached;
  private final StringProperty address = new SimpleStringProperty("");
  private final StringProperty user = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<Fingerprint>> toJudge =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private Optional<Fingerprint> given = Optional.empty();
  private Optional<Judged> judged = Optional.empty();

  /// A master that a person has said is the right one: a mistyped password does not make it new.
  private record Judged(HostPort address, Optional<Fingerprint> fingerprint) {}

  /// What is known of the master once attached.
  public record Attached(HostPort address, Optional<Fingerprint> fingerprint) {}

  /// `attached` takes over the line.
  public AttachViewModel(
      Connector connector, Executor fx, Memory memory, BiConsumer<FarmLink, Attached> attached) {
    this.connector = connector;
    this.fx = fx;
    this.memory = memory;
    this.attached = attached;
    address.subscribe((_, _) -> {
      toJudge.set(Optional.empty());
      problem.set("");
    });
    recent().stream().findFirst().ifPresent(this::choose);
  }

  /// Masters attached to before, the last one first.
  public List<KnownMaster> recent() {
    return memory.masters();
  }

  /// Fills in a master that is known.
  public void choose(KnownMaster master) {
    address.set(master.address().toString());
    user.set(master.user());
    given = Optional.empty();
  }

  /// A fingerprint that came by another way: then nobody has to judge one.
  public void give(Fingerprint fingerprint) {
    given = Optional.of(fingerprint);
  }

  public StringProperty addressProperty() {
    return address;
  }

  public StringProperty userProperty() {
    return user;
  }

  public StringProperty passwordProperty() {
    return password;
  }

  /// Why it did not work; "" for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Whether an attempt is under way.
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// The fingerprint of a master never met, for a person to compare; empty for none.
  public ReadOnlyObjectProperty<Optional<Fingerprint>> toJudgeProperty() {
    return toJudge.getReadOnlyProperty();
  }

  /// Attaches with the password.
  public void attach() {
    attach(Credentials.password(user.get().trim(), password.get()));
  }

  /// Attaches with these credentials.
  public void attach(Credentials credentials) {
    Optional<HostPort> where = where();
    if (where.isPresent()) {
      attach(where.get(), fingerprint(where.get()), credentials);
    }
  }

  /// The fingerprint shown is the right one: attaches to that master and no other.
  public void trust() {
    Optional<Fingerprint> right = toJudge.get();
    toJudge.set(Optional.empty());
    judged = where().map(it -> new Judged(it, right));
    attach();
  }

  /// The fingerprint shown is not the right one.
  public void distrust() {
    toJudge.set(Optional.empty());
    problem.set("Not attached. Ask the farm's administrator for its fingerprint.");
  }

  private Optional<HostPort> where() {
    try {
      return Optional.of(HostPort.parse(address.get().trim(), DEFAULT_PORT));
    } catch (IllegalArgumentException wrong) {
      problem.set("Address '" + address.get() + "': write host or host:port.");
      return Optional.empty();
    }
  }

  private Optional<Fingerprint> fingerprint(HostPort where) {
    return given
        .or(() -> judged.filter(it -> it.address().equals(where)).flatMap(Judged::fingerprint))
        .or(() -> memory.master(where).flatMap(KnownMaster::fingerprint));
  }

  private void attach(HostPort where, Optional<Fingerprint> expected, Credentials credentials) {
    if (busy.get()) {
      return;
    }
    problem.set("");
    busy.set(true);
    CompletableFuture<Void> _ =
        connector
            .connect(where, expected, credentials)
            .handleAsync(
                (link, failure) -> {
                  busy.set(false);
                  if (failure == null) {
                    password.set("");
                    attached.accept(link, new Attached(where, expected));
                  } else {
                    refused(failure, expected);
                  }
                  return null;
                },
                fx);
  }

  private void refused(Throwable failure, Optional<Fingerprint> expected) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof AttachRefused refused)) {
      problem.set(String.valueOf(cause.getMessage()));
      return;
    }
    switch (refused.reason()) {
      case UNKNOWN_FINGERPRINT -> toJudge.set(refused.seen());
      case CHANGED_FINGERPRINT ->
          problem.set(
              """
              This is not the farm that was at this address before. Nothing was sent to it.
              Known:  %s
              Shown:  %s
              Either the farm was set up anew, or something else answers in its place. Ask its \
              administrator; if the new one is right, start with --fingerprint.\
              """
                  .formatted(grouped(expected), grouped(refused.seen())));
      case UNREACHABLE, LOGIN_REFUSED -> problem.set(refused.text());
    }
  }

  private static String grouped(Optional<Fingerprint> fingerprint) {
    return fingerprint.map(Fingerprint::grouped).orElse("none");
  }
}
