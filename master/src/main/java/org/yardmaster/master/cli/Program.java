package org.yardmaster.master.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The whole command line, put together: what was typed comes in, an exit code goes out.
final class Program {
  private final Terminal terminal;

  Program(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Does what the arguments say, and tells how the process is to end.
  int run(String... args) {
    return commands().execute(args);
  }

  /// All commands, ready to parse.
  CommandLine commands() {
    CommandLine root = new CommandLine(new YardmasterCommand());
    root.addSubcommand(new InitCommand(terminal));
    root.addSubcommand(new MasterCommand(terminal));
    addRequestCommands(root);
    addFarmCommands(root);
    root.addSubcommand(new CompletionCommand(terminal));
    configure(root);
    return root;
  }

  private void addRequestCommands(CommandLine root) {
    root.addSubcommand(new SubmitCommand(toMaster()));
    root.addSubcommand(new QueueCommand(toMaster()));
    root.addSubcommand(new ShowCommand(toMaster()));
    root.addSubcommand(new MoveCommand(toMaster()));
    root.addSubcommand(new PriorityCommand(toMaster()));
    root.addSubcommand(new HoldCommand(toMaster()));
    root.addSubcommand(new ReleaseCommand(toMaster()));
    root.addSubcommand(new CancelCommand(toMaster()));
    root.addSubcommand(new RetryCommand(toMaster()));
    root.addSubcommand(new ShelfCommand(toMaster()));
    root.addSubcommand(new UnshelveCommand(toMaster()));
    root.addSubcommand(new StopCommand(toMaster()));
    root.addSubcommand(new UndoCommand(toMaster()));
    root.addSubcommand(new RedoCommand(toMaster()));
    root.addSubcommand(new BuildsCommand(toMaster()));
    root.addSubcommand(new HistoryCommand(toMaster()));
    root.addSubcommand(new LogCommand(toMaster()));
    root.addSubcommand(new WatchCommand(toMaster()));
  }

  private void addFarmCommands(CommandLine root) {
    root.addSubcommand(new BuildersCommand(toMaster()));
    root.addSubcommand(new SlavesCommand(toMaster()));
    root.addSubcommand(
        new CommandLine(new SlaveCommand())
            .addSubcommand(new SlaveAddCommand(toMaster()))
            .addSubcommand(new SlaveRemoveCommand(toMaster()))
            .addSubcommand(new SlaveOutCommand(toMaster()))
            .addSubcommand(new SlaveInCommand(toMaster())));
    root.addSubcommand(new PauseCommand(toMaster()));
    root.addSubcommand(new ResumeCommand(toMaster()));
    root.addSubcommand(
        new CommandLine(new UsersCommand(toMaster()))
            .addSubcommand(new UsersListCommand(toMaster()))
            .addSubcommand(new UserAddCommand(toMaster()))
            .addSubcommand(new UserRemoveCommand(toMaster()))
            .addSubcommand(new UserPasswordCommand(toMaster()))
            .addSubcommand(new UserRoleCommand(toMaster())));
    root.addSubcommand(new SchedulesCommand(toMaster()));
    root.addSubcommand(new LocksCommand(toMaster()));
    root.addSubcommand(new IncidentsCommand(toMaster()));
    root.addSubcommand(new AuditCommand(toMaster()));
    root.addSubcommand(
        new CommandLine(new ConfigCommand(toMaster()))
            .addSubcommand(new ConfigCheckCommand(terminal))
            .addSubcommand(new ConfigApplyCommand(toMaster())));
  }

  private ToMaster toMaster() {
    return new ToMaster(terminal);
  }

  private void configure(CommandLine root) {
    addHelp(root);
    Typed.register(root);
    root.setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((failure, _, _) -> failed(failure))
        .setParameterExceptionHandler((failure, _) -> misunderstood(failure));
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(Program::addHelp);
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private int failed(Exception failure) {
    if (failure instanceof Failure told) {
      terminal.err().println("yardmaster: " + told.getMessage());
      return told.code().code();
    }
    if (failure instanceof ParameterException
        || failure instanceof CommandLine.TypeConversionException) {
      terminal.err().println("yardmaster: " + failure.getMessage());
      return ExitCode.USAGE.code();
    }
    terminal.err().println("yardmaster: a defect of this program; please report what follows");
    failure.printStackTrace(terminal.err());
    return ExitCode.INTERNAL.code();
  }

  private int misunderstood(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    terminal.err().println("yardmaster: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, writer(terminal.err()));
    terminal.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }
}
