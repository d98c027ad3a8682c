package org.yardmaster.master.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
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
    boolean master = args.length > 0 && args[0].equals("master");
    return (master ? masterAlone() : commands()).execute(args);
  }

  /// A master is not kept waiting until all other commands are made.
  private CommandLine masterAlone() {
    return commandLine(root -> root.addSubcommand(new MasterCommand(terminal)));
  }

  /// All commands, ready to parse.
  CommandLine commands() {
    return commandLine(this::addAll);
  }

  private CommandLine commandLine(Consumer<CommandLine> subcommands) {
    CommandLine root = new CommandLine(new YardmasterCommand());
    subcommands.accept(root);
    configure(root);
    return root;
  }

  private void addAll(CommandLine root) {
    root.addSubcommand(new InitCommand(terminal));
    root.addSubcommand(new MasterCommand(terminal));
    addRequestCommands(root);
    addFarmCommands(root);
    root.addSubcommand(new CompletionCommand(terminal));
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
        .setExecutionExceptionHandler(
            (failure, _, typed) -> failed(failure, json(typed.originalArgs())))
        .setParameterExceptionHandler((failure, typed) ->
            json(List.of(typed)) ? misunderstoodInJson(failure) : misunderstood(failure));
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(Program::addHelp);
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private int failed(Exception failure, boolean json) {
    if (failure instanceof Failure told) {
      return refuse(told.code(), String.valueOf(told.getMessage()), told.details(), json);
    }
    if (failure instanceof ParameterException
        || failure instanceof CommandLine.TypeConversionException) {
      return refuse(ExitCode.USAGE, String.valueOf(failure.getMessage()), List.of(), json);
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return refuse(
        ExitCode.INTERNAL,
        "a defect of this program; please report what follows\n" + trace.toString().strip(),
        List.of(),
        json);
  }

  private int misunderstood(ParameterException failure) {
    int code = refuse(ExitCode.USAGE, String.valueOf(failure.getMessage()), List.of(), false);
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, writer(terminal.err()));
    terminal.err().println(whereHelpIs(failure));
    return code;
  }

  private int misunderstoodInJson(ParameterException failure) {
    return refuse(
        ExitCode.USAGE, failure.getMessage() + "\n" + whereHelpIs(failure), List.of(), true);
  }

  private static String whereHelpIs(ParameterException failure) {
    return "See '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
  }

  private int refuse(ExitCode code, String message, List<String> details, boolean json) {
    if (json) {
      terminal.err().print(Json.line(Refused.of(code, message, details)));
    } else {
      details.forEach(terminal.err()::println);
      terminal.err().println("yardmaster: " + message);
    }
    terminal.err().flush();
    return code.code();
  }

  /// Whether JSON is wanted can be read off what was typed even where the rest makes no sense.
  private static boolean json(List<String> typed) {
    return typed.contains("--json");
  }
}
