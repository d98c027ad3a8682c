package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "history", description = "Show requests that have ended, newest first.")
final class HistoryCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Option(names = "--builder", paramLabel = "BUILDER", description = "Only requests for it.")
  private Optional<String> builder = Optional.empty();

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "Only those that ended so: success, failure, cancelled, stopped ...")
  private Optional<Outcome> outcome = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = HowMany.class,
      description = "Shows so many at most, up to 1000; 20 if left out.")
  private int limit = 20;

  @Option(
      names = "--before",
      paramLabel = RequestRange.LABEL,
      description = "Only those with lower numbers: the next page.")
  private Optional<RequestId> before = Optional.empty();

  HistoryCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      OptionalLong below =
          before.map(id -> OptionalLong.of(id.value())).orElse(OptionalLong.empty());
      List<FinishedRequest> requests =
          attached
              .ask(new Query.History(builder, outcome, below, limit), Reply.Requests.class)
              .requests();
      Words words = new Words(attached.now(), master.terminal().zone());
      boolean all = builder.isEmpty() && outcome.isEmpty() && before.isEmpty();
      master.print(() -> HistoryListing.text(requests, all, words), HistoryListing.rows(requests));
    }
    return ExitCode.OK.code();
  }
}
