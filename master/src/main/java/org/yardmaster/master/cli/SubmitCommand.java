package org.yardmaster.master.cli;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.client.CommandId;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command.Submit;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "submit", description = "Queue a build request.")
final class SubmitCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "BUILDER", description = "What to build.")
  private String builder = "";

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "N",
      description = "Higher starts earlier; the builder's own if left out.")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = {"-D", "--property"},
      paramLabel = "NAME=VALUE",
      description = "A property; the steps see it as YARD_<NAME>.")
  private Map<String, String> properties = new TreeMap<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Does not start before then: +2h, 22:00, '2026-05-01 07:00', or an ISO instant.")
  private Optional<String> at = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Submitting twice with the same key within a day queues one request.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--wait",
      description = "Waits for the end; exit code 6 unless the build succeeds.")
  private boolean wait;

  SubmitCommand(ToMaster master) {
    this.master = master;
  }

  /// What a script reads with `--wait`.
  record Waited(
      boolean accepted, long number, String text, RequestId request, HistoryListing.Row ended) {}

  @Override
  public Integer call() {
    return wait ? submitAndWait() : submit();
  }

  /// @param now by the master's clock
  private Submit command(Instant now) {
    return new Submit(
        builder,
        reason,
        new TreeMap<>(properties),
        priority,
        at.map(text -> Typed.at(text, now, master.terminal().zone())));
  }

  private int submit() {
    try (Attached attached = master.attach()) {
      master.tell(attached.command(id(attached), command(attached.now())));
    }
    return ExitCode.OK.code();
  }

  private int submitAndWait() {
    EndOfRequest end = new EndOfRequest();
    try (Attached attached = master.stay(end)) {
      Answer.Accepted answer = attached.command(id(attached), command(attached.now()));
      if (!master.json()) {
        master.tell(answer);
      }
      RequestId request = answer.request().orElseThrow();
      FinishedRequest ended = end.await(request, attached);
      master.print(
          () -> text(ended),
          new Waited(true, answer.number(), answer.text(), request, HistoryListing.row(ended)));
      return ended.outcome() == Outcome.SUCCESS
          ? ExitCode.OK.code()
          : ExitCode.NOT_SUCCESSFUL.code();
    }
  }

  /// The same key of the same user is the same command.
  private String id(Attached attached) {
    return key.map(text -> "key/" + attached.welcome().user() + "/" + text)
        .orElseGet(CommandId::next);
  }

  private static String text(FinishedRequest ended) {
    return "%s %s: %s%s after waiting %s%s\n"
        .formatted(
            ended.request().id(),
            ended.builderName(),
            ended.outcome(),
            ended.slaveName().isEmpty() ? "" : " on " + ended.slaveName(),
            Words.span(ended.waited()),
            Words.because(ended.detail()));
  }
}
