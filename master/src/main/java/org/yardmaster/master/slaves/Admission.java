package org.yardmaster.master.slaves;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Attach;
import org.yardmaster.protocol.message.SlaveFrame.AttachRefused;
import org.yardmaster.protocol.message.SlaveFrame.Refusal;
import org.yardmaster.protocol.model.Slave;

/// Says which slaves may come in: those of the farm, with the secret they were given.
final class Admission {
  private final Twin twin;

  Admission(Twin twin) {
    this.twin = twin;
  }

  /// The farm's word: the slave, or why not.
  record Verdict(Optional<Slave> slave, Optional<AttachRefused> refusal) {
    static Verdict welcome(Slave slave) {
      return new Verdict(Optional.of(slave), Optional.empty());
    }

    static Verdict refused(Refusal code, String text) {
      return new Verdict(Optional.empty(), Optional.of(new AttachRefused(code, text)));
    }
  }

  /// Judges on the twin's thread, after everything that is committed by now.
  CompletableFuture<Verdict> judge(Attach attach) {
    if (attach.version() < 1) {
      return CompletableFuture.completedFuture(
          Verdict.refused(
              Refusal.VERSION,
              "slave "
                  + attach.slave()
                  + ": speaks protocol "
                  + attach.version()
                  + ", this master speaks 1 to "
                  + SlaveFrame.VERSION));
    }
    return twin.ask(view -> judge(attach, view.farm()));
  }

  private static Verdict judge(Attach attach, Farm farm) {
    String name = attach.slave();
    Optional<Slave> slave = farm.slaveNamed(name);
    if (slave.isEmpty()) {
      return Verdict.refused(
          Refusal.UNKNOWN_SLAVE,
          "slave "
              + name
              + ": not in this farm; an admin lets it in with: yardmaster slave add "
              + name);
    }
    Optional<String> hash = farm.secretOf(slave.get().id());
    if (hash.isEmpty()) {
      return Verdict.refused(
          Refusal.WRONG_SECRET,
          "slave "
              + name
              + ": has never been given a secret; an admin makes one with: yardmaster slave add "
              + name);
    }
    if (!Secrets.matches(attach.secret(), hash.get())) {
      return Verdict.refused(
          Refusal.WRONG_SECRET,
          "slave "
              + name
              + ": wrong secret; an admin makes a new one with: yardmaster slave add "
              + name);
    }
    return Verdict.welcome(slave.get());
  }
}
