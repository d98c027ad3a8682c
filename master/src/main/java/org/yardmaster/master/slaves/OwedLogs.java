package org.yardmaster.master.slaves;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.master.store.History;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.SlaveId;

/// The logs that were not whole when an earlier life of the master ended, though their builds had.
///
/// A slave owes the end of a log for a short while, or as long as it is not heard: only the newest
/// builds can be concerned. Slaves may be in and bring what they owe before this has looked.
public final class OwedLogs {
  private static final int NEWEST_BUILDS = 1_000;

  /// In these states a slave may come in again, or its logs are closed when it does not.
  private static final Set<Contact.State> EXPECTED =
      EnumSet.of(Contact.State.CONNECTED, Contact.State.UNREACHABLE);

  private OwedLogs() {}

  /// Expects the rest of each such log, or ends it as it is where its slave is down, or no longer
  /// in the farm: nothing can come then.
  ///
  /// @param background where history is read
  /// @return how many builds were looked at, as soon as the intake has been told; or why the
  ///   history could not be read
  public static CompletableFuture<Integer> takeUp(
      LogIntake intake, History history, Twin twin, Executor background) {
    return CompletableFuture.supplyAsync(() -> newest(history), background)
        .thenCompose(builds ->
            twin.ask(view -> {
              builds.forEach(build -> takeUp(intake, build, view.farm()));
              return builds.size();
            }));
  }

  private static List<FinishedBuild> newest(History history) {
    return history
        .builds(
            new Query.BuildHistory(
                Optional.empty(), Optional.empty(), OptionalLong.empty(), NEWEST_BUILDS))
        .builds();
  }

  /// On the twin's thread, which must only hand over.
  private static void takeUp(LogIntake intake, FinishedBuild ended, Farm farm) {
    SlaveId slave = ended.build().slave();
    boolean mayCome =
        farm.slaveNamed(ended.slaveName())
            .filter(known -> known.id().equals(slave))
            .filter(known -> EXPECTED.contains(known.contact().state()))
            .isPresent();
    intake.endedBefore(ended.build().id(), slave, mayCome);
  }
}
