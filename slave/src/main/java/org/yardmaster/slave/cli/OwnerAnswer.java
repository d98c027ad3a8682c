package org.yardmaster.slave.cli;

import java.io.IOException;
import java.util.function.Function;
import org.yardmaster.slave.ExitCode;
import org.yardmaster.slave.owner.OwnerClient;
import org.yardmaster.slave.owner.OwnerCommand;
import org.yardmaster.slave.owner.OwnerReply;
import picocli.CommandLine;

/// Says a command of the owner to the slave and prints what it answers.
record OwnerAnswer(CommandLine command, DataOption data) {

  int to(OwnerCommand said) {
    return to(said, OwnerReply::toString);
  }

  int to(OwnerCommand said, Function<OwnerReply.Report, String> print) {
    OwnerReply reply;
    try {
      reply = new OwnerClient(data.path()).say(said);
    } catch (IOException e) {
      command
          .getErr()
          .println(
              "no slave runs with the data folder " + data.path() + " (" + e.getMessage() + ")");
      return ExitCode.NOT_RUNNING.code();
    }
    return switch (reply) {
      case OwnerReply.Done done -> {
        command.getOut().println(done.message());
        yield ExitCode.OK.code();
      }
      case OwnerReply.Refused refused -> {
        command.getErr().println(refused.message());
        yield ExitCode.FAILED.code();
      }
      case OwnerReply.Report report -> {
        command.getOut().println(print.apply(report));
        yield ExitCode.OK.code();
      }
    };
  }
}
