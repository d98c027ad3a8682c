package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "log",
    description = {
      "Print the output of a build: what it printed to standard output and standard error,",
      "each to the same here."
    })
final class LogCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on while the build runs, also through lost lines.")
  private boolean follow;

  @Option(names = "--timestamps", description = "Begins each line with its time.")
  private boolean timestamps;

  @Parameters(
      index = "0",
      paramLabel = "BUILD",
      description = "31 or build-31; or #17 for the newest build of that request.")
  private String build = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "The number or name of one step; all if left out.")
  private Optional<String> step = Optional.empty();

  LogCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    BuildWatch watch = new BuildWatch();
    try (Attached attached = master.stay(watch)) {
      FarmRows farm = attached.rows();
      BuildId id = build.startsWith("#") ? newest(attached, farm) : Typed.build(build);
      LogReader reader =
          new LogReader(
              attached,
              watch,
              id,
              new LogPrinter(master.terminal(), timestamps, master.json()),
              follow);
      List<String> names = stepNames(attached, watch, id);
      if (step.isEmpty()) {
        reader.all(names);
      } else {
        reader.one(index(names, step.get(), id));
      }
    }
    return ExitCode.OK.code();
  }

  private BuildId newest(Attached attached, FarmRows farm) {
    RequestId request = Typed.request(build);
    return farm.request(request)
        .flatMap(open -> open.build())
        .or(() ->
            attached
                .ask(new Query.Attempts(request), Reply.Builds.class)
                .builds()
                .reversed()
                .stream()
                .findFirst()
                .map(FinishedBuild::build)
                .map(Build::id))
        .orElseThrow(
            () -> new Failure(ExitCode.NOT_FOUND, request + ": has no build, or is unknown"));
  }

  private static List<String> stepNames(Attached attached, BuildWatch watch, BuildId id) {
    return watch
        .running(id)
        .or(() -> LogReader.ended(attached, id).map(FinishedBuild::build))
        .map(Build::stepNames)
        .orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, id + ": no such build"));
  }

  private static int index(List<String> names, String step, BuildId id) {
    int byName = names.indexOf(step);
    if (byName >= 0) {
      return byName;
    }
    if (step.matches("\\d{1,6}")) {
      int number = Integer.parseInt(step);
      if (number >= 1 && number <= names.size()) {
        return number - 1;
      }
    }
    throw new Failure(
        ExitCode.NOT_FOUND,
        id + ": has no step '" + step + "'; its steps are " + String.join(", ", names));
  }
}
