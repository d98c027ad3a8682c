package org.yardmaster.master.cli;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "queue", description = "Show what waits, in its order, and why.")
final class QueueCommand implements Callable<Integer> {
  private static final int ASKED_AT_ONCE = 200;

  @Mixin private final ToMaster master;

  @Option(names = "--builder", paramLabel = "BUILDER", description = "Only requests for it.")
  private String builder = "";

  @Option(names = "--why", description = "Every reason in a sentence of its own.")
  private boolean why;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = HowMany.class,
      description = "Shows so many at most; 100 if left out.")
  private int limit = 100;

  QueueCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      FarmRows farm = attached.rows();
      if (!builder.isEmpty() && farm.builder(builder).isEmpty()) {
        throw new Failure(ExitCode.NOT_FOUND, "builder " + builder + ": not in this farm");
      }
      List<QueueListing.Placed> matching = QueueListing.matching(farm, builder);
      SortedMap<RequestId, List<WaitReason>> reasons =
          reasons(
              attached, matching.stream().limit(limit).map(each -> each.request().id()).toList());
      master.print(
          () -> QueueListing.text(farm, matching, limit, reasons, why, master.terminal().zone()),
          QueueListing.of(farm, matching, limit, reasons, master.terminal().zone()));
    }
    return ExitCode.OK.code();
  }

  private static SortedMap<RequestId, List<WaitReason>> reasons(
      Attached attached, List<RequestId> requests) {
    TreeMap<RequestId, List<WaitReason>> reasons = new TreeMap<>();
    for (int from = 0; from < requests.size(); from += ASKED_AT_ONCE) {
      List<RequestId> some =
          requests.subList(from, Math.min(from + ASKED_AT_ONCE, requests.size()));
      reasons.putAll(attached.ask(new Query.Explain(some), Reply.Explained.class).reasons());
    }
    return Collections.unmodifiableSortedMap(reasons);
  }
}
