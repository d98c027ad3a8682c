package org.yardmaster.master.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.yardmaster.master.Master;
import org.yardmaster.master.MasterOptions;
import org.yardmaster.master.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "master",
    description = {
      "Run the master of a farm until it is told to end (SIGTERM, Ctrl-C).",
      "Builds run on at their slaves meanwhile, and are taken up again at the next start."
    })
final class MasterCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data folder that 'yardmaster init' made.")
  private Path data = Path.of("");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The farm.yaml to start with; the one in the data folder if left out.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--apply",
      description = "Puts that file in force even though another configuration is.")
  private boolean apply;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Listens there only; on all addresses if left out.")
  private String bind = "0.0.0.0";

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "For consoles and command lines; 0 takes a free one; ${DEFAULT-VALUE} if left out.")
  private int port = MasterOptions.CONSOLE_PORT;

  @Option(
      names = "--slave-port",
      paramLabel = "N",
      description = "For slaves; 0 takes a free one; ${DEFAULT-VALUE} if left out.")
  private int slavePort = MasterOptions.SLAVE_PORT;

  @Option(
      names = "--advertise",
      paramLabel = "HOST[:PORT]",
      description = "How slaves find this master, if not by this machine's own names.")
  private List<String> advertised = new ArrayList<>();

  MasterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    MasterOptions options =
        new MasterOptions(data, config, apply, bind, port, slavePort, advertised);
    CountDownLatch ended = new CountDownLatch(1);
    try {
      Master master = Master.start(options);
      terminal
          .out()
          .printf(
              "Master of %s: consoles at port %d, slaves at port %d, fingerprint %s%n",
              data,
              master.consoleAddress().getPort(),
              master.slaveAddress().getPort(),
              master.fingerprint());
      terminal.out().flush();
      Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(master, ended));
      Runtime.getRuntime().addShutdownHook(hook);
      ended.await();
      return ExitCode.OK.code();
    } catch (StartException e) {
      throw new Failure(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /// The process goes on to end when this returns.
  private static void stop(Master master, CountDownLatch ended) {
    master.close();
    ended.countDown();
  }
}
