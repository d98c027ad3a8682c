package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show all about a request (17) or a build (build-31), and how each attempt went.")
final class ShowCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "REQUEST|build-N", description = "17, #17 or build-31.")
  private String what = "";

  ShowCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      FarmRows farm = attached.rows();
      if (what.startsWith("build")) {
        build(attached, farm, Typed.build(what));
      } else {
        request(attached, farm, Typed.request(what));
      }
    }
    return ExitCode.OK.code();
  }

  private void build(Attached attached, FarmRows farm, BuildId id) {
    Optional<Build> running = farm.build(id);
    if (running.isPresent()) {
      Shown shown = Shown.running(farm, running.get());
      master.print(() -> shown.text(farm, master.terminal().zone()), shown.rows(farm, zone()));
      return;
    }
    FinishedBuild ended =
        attached.ask(new Query.OneBuild(id), Reply.Builds.class).builds().stream()
            .findFirst()
            .orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, id + ": no such build"));
    Shown shown = Shown.ended(ended);
    master.print(() -> shown.text(farm, zone()), shown.rows(farm, zone()));
  }

  private void request(Attached attached, FarmRows farm, RequestId id) {
    Optional<Request> open = farm.request(id);
    Optional<FinishedRequest> ended =
        open.isPresent()
            ? Optional.empty()
            : attached.ask(new Query.OneFinished(id), Reply.Requests.class).requests().stream()
                .findFirst();
    if (open.isEmpty() && ended.isEmpty()) {
      throw new Failure(ExitCode.NOT_FOUND, id + ": no such request");
    }
    List<WaitReason> reasons =
        attached
            .ask(new Query.Explain(List.of(id)), Reply.Explained.class)
            .reasons()
            .getOrDefault(id, List.of());
    List<FinishedBuild> attempts =
        attached.ask(new Query.Attempts(id), Reply.Builds.class).builds();
    Optional<Build> running = open.flatMap(Request::build).flatMap(farm::build);
    Shown shown = new Shown(open, ended, reasons, running, attempts);
    master.print(() -> shown.text(farm, zone()), shown.rows(farm, zone()));
  }

  private java.time.ZoneId zone() {
    return master.terminal().zone();
  }
}
