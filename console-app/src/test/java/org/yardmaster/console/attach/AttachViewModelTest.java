package org.yardmaster.console.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.console.link.AttachRefused;
import org.yardmaster.console.link.Connector;
import org.yardmaster.console.link.Credentials;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.memory.KnownMaster;
import org.yardmaster.console.memory.Memory;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// Attaching, with a connector that judges fingerprints and passwords in memory.
final class AttachViewModelTest {
  private static final Fingerprint REAL = new Fingerprint("ab".repeat(32));
  private static final Fingerprint OTHER = new Fingerprint("cd".repeat(32));

  @TempDir private Path folder;
  private final List<Credentials> sent = new ArrayList<>();
  private final List<AttachViewModel.Attached> attached = new ArrayList<>();
  private Memory memory;
  private AttachViewModel model;

  /// A master that shows `REAL` and knows anna.
  private final class OneMaster implements Connector {
    @Override
    public CompletableFuture<FarmLink> connect(
        HostPort address, Optional<Fingerprint> fingerprint, Credentials credentials) {
      if (!fingerprint.equals(Optional.of(REAL))) {
        return refuse(
            fingerprint.isPresent()
                ? AttachRefused.Cause.CHANGED_FINGERPRINT
                : AttachRefused.Cause.UNKNOWN_FINGERPRINT,
            Optional.of(REAL));
      }
      sent.add(credentials);
      return credentials.secret().get().equals("secret")
          ? CompletableFuture.completedFuture(new FakeMaster())
          : refuse(AttachRefused.Cause.LOGIN_REFUSED, Optional.empty());
    }

    private static CompletableFuture<FarmLink> refuse(
        AttachRefused.Cause cause, Optional<Fingerprint> seen) {
      return CompletableFuture.failedFuture(new AttachRefused(cause, "refused", seen));
    }
  }

  @BeforeEach
  void open() {
    memory = new Memory(folder);
    model = newModel();
  }

  private AttachViewModel newModel() {
    return new AttachViewModel(new OneMaster(), Runnable::run, memory, (_, to) -> attached.add(to));
  }

  private void fill(String password) {
    model.addressProperty().set("master.example");
    model.userProperty().set("anna");
    model.passwordProperty().set(password);
  }

  @Test
  void newMasterShowsItsFingerprintAndGetsNoPasswordBeforeItIsTrusted() {
    fill("secret");
    model.attach();
    assertThat(model.toJudgeProperty().get()).contains(REAL);
    assertThat(sent).isEmpty();
    model.trust();
    assertThat(attached)
        .containsExactly(
            new AttachViewModel.Attached(
                new HostPort("master.example", AttachViewModel.DEFAULT_PORT), Optional.of(REAL)));
    assertThat(model.passwordProperty().get()).isEmpty();
  }

  @Test
  void changedFingerprintIsRefusedWithBoth() {
    memory.keep(
        new KnownMaster(
            new HostPort("master.example", 7411),
            "farm",
            "anna",
            Optional.of(OTHER),
            Instant.EPOCH,
            "QUEUE"));
    model = newModel();
    assertThat(model.userProperty().get()).isEqualTo("anna");
    fill("secret");
    model.attach();
    assertThat(model.problemProperty().get())
        .contains("not the farm that was at this address before")
        .contains(OTHER.grouped())
        .contains(REAL.grouped());
    assertThat(model.toJudgeProperty().get()).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void wrongPasswordIsSaidAndCanBeCorrected() {
    model.give(REAL);
    fill("wrong");
    model.attach();
    assertThat(model.problemProperty().get()).isEqualTo("refused");
    model.passwordProperty().set("secret");
    model.attach();
    assertThat(attached).hasSize(1);
  }

  @Test
  void masterOnceJudgedIsNotNewAgainForAWrongPassword() {
    fill("wrong");
    model.attach();
    model.trust();
    assertThat(model.problemProperty().get()).isEqualTo("refused");
    model.passwordProperty().set("secret");
    model.attach();
    assertThat(model.toJudgeProperty().get()).isEmpty();
    assertThat(attached).hasSize(1);
  }

  @Test
  void distrustedMasterGetsNothing() {
    fill("secret");
    model.attach();
    model.distrust();
    assertThat(sent).isEmpty();
    assertThat(model.problemProperty().get()).startsWith("Not attached.");
  }

  @Test
  void addressThatIsNoneIsSaid() {
    model.addressProperty().set("a:b:c");
    model.attach();
    assertThat(model.problemProperty().get())
        .isEqualTo("Address 'a:b:c': write host or host:port.");
  }

  @Test
  void mastersAreRememberedTheLastUsedFirst() {
    for (int i = 1; i <= 3; i++) {
      memory.keep(
          new KnownMaster(
              new HostPort("m" + i, 7411),
              "farm " + i,
              "anna",
              Optional.of(REAL),
              Instant.ofEpochSecond(i),
              "SLAVES"));
    }
    assertThat(new Memory(folder).masters())
        .extracting(KnownMaster::farm)
        .containsExactly("farm 3", "farm 2", "farm 1");
    assertThat(new Memory(folder).master(new HostPort("m2", 7411)))
        .map(KnownMaster::view)
        .contains("SLAVES");
  }
}
