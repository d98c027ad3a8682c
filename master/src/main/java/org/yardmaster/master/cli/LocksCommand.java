package org.yardmaster.master.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.LockState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "locks",
    description =
        "Show who holds which lock, and who waits for it: of those that want the same, the first.")
final class LocksCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  LocksCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      List<LockState> locks = attached.ask(new Query.Locks(), Reply.Locks.class).locks();
      master.print(() -> LocksListing.text(locks), LocksListing.rows(locks));
    }
    return ExitCode.OK.code();
  }
}
