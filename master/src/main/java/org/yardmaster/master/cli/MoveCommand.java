package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.Command.End;
import org.yardmaster.protocol.message.Command.Move;
import org.yardmaster.protocol.message.Command.MoveToEnd;
import org.yardmaster.protocol.message.Command.Side;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "move",
    description = {
      "Move queued requests in the order.",
      "Before or behind another request they take over its priority."
    })
final class MoveCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = RequestRange.LABEL, arity = "1..*", description = "17, #17 or 17-20.")
  private List<RequestRange> requests = new ArrayList<>();

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  /// One of these.
  static final class Where {
    @Option(names = "--before", paramLabel = "REQUEST", description = "Just before this one.")
    private @Nullable RequestId before;

    @Option(names = "--behind", paramLabel = "REQUEST", description = "Just behind this one.")
    private @Nullable RequestId behind;

    @Option(names = "--top", description = "To the top of their own priorities.")
    private boolean top;

    @Option(names = "--bottom", description = "To the bottom of their own priorities.")
    private boolean bottom;
  }

  MoveCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(command(RequestRange.all(requests)));
  }

  private org.yardmaster.protocol.message.Command command(List<RequestId> ids) {
    if (where.before != null) {
      return new Move(ids, Side.BEFORE, where.before);
    }
    if (where.behind != null) {
      return new Move(ids, Side.BEHIND, where.behind);
    }
    if (where.top != where.bottom) {
      return new MoveToEnd(ids, where.top ? End.TOP : End.BOTTOM);
    }
    throw new Failure(ExitCode.USAGE, "move: where to? Give one place");
  }
}
