package org.yardmaster.master.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Reads one step: a shell command as plain text, or a mapping that says more.
final class StepReader {
  private static final int MAX_NAME = 40;
  private static final Pattern ABSOLUTE = Pattern.compile("([/\\\\~]|[A-Za-z]:).*");
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  private final Value value;
  private final StepDefaults defaults;
  private LockUses locks = LockUses.none();

  StepReader(Value value, StepDefaults defaults) {
    this.value = value;
    this.defaults = defaults;
  }

  Optional<Step> read() {
    if (value.isText()) {
      return shell(value).map(this::plainStep);
    }
    if (value.isNothing()) {
      value.problem("empty; write a shell command, or take it out");
      return Optional.empty();
    }
    return value.section(Keys.STEP).flatMap(this::read);
  }

  /// The locks it wants, once it has been read.
  LockUses locks() {
    return locks;
  }

  private Step plainStep(StepAction action) {
    return new Step(
        nameOf(action),
        action,
        Environment.none(),
        "",
        defaults.timeout(),
        defaults.noOutputTimeout(),
        false,
        List.of());
  }

  private Optional<Step> read(Section step) {
    Optional<String> name = step.get("name").flatMap(Value::line);
    Optional<Duration> timeout = step.get("timeout").flatMap(Value::duration);
    Optional<Duration> noOutput = step.get("no-output-timeout").flatMap(Value::duration);
    noOutput
        .filter(silence -> timeout.stream().anyMatch(all -> all.compareTo(silence) <= 0))
        .ifPresent(_ -> warnOfUselessTimeout(step));
    var env = step.get("env").map(Environment::read).orElseGet(Environment::none);
    String workdir = step.get("workdir").flatMap(StepReader::workdir).orElse("");
    locks = step.get("locks").map(LockUses::read).orElseGet(LockUses::none);
    boolean evenAfterFailure = step.get("even-after-failure").flatMap(Value::flag).orElse(false);
    return action(step)
        .map(action ->
            new Step(
                name.orElseGet(() -> nameOf(action)),
                action,
                env,
                workdir,
                timeout.or(defaults::timeout),
                noOutput.or(defaults::noOutputTimeout),
                evenAfterFailure,
                locks.uses()));
  }

  private static void warnOfUselessTimeout(Section step) {
    step.get("no-output-timeout")
        .ifPresent(at -> at.warning("never reached: 'timeout' of this step is not longer"));
  }

  private static Optional<StepAction> action(Section step) {
    Optional<Value> run = step.get("run");
    Optional<Value> program = step.get("program");
    if (run.isPresent() && program.isPresent()) {
      step.self().problem("both 'run' and 'program'; a step has one of them");
      return Optional.empty();
    }
    if (run.isEmpty() && program.isEmpty()) {
      step.self().problem("neither 'run' (a shell command) nor 'program' (a list); write one");
      return Optional.empty();
    }
    return run.map(StepReader::shell).orElseGet(() -> program.flatMap(StepReader::program));
  }

  private static Optional<StepAction> shell(Value value) {
    return value
        .text()
        .filter(script -> {
          if (script.isBlank()) {
            value.problem("empty; write a shell command, or take it out");
          }
          return !script.isBlank();
        })
        .map(StepAction.Shell::new);
  }

  private static Optional<StepAction> program(Value value) {
    return Argv.read(value).map(StepAction.Program::new);
  }

  /// A folder inside the workspace, whatever system the slave has.
  private static Optional<String> workdir(Value value) {
    Optional<String> text = value.text();
    Optional<String> rule = text.flatMap(StepReader::leavesWorkspace);
    rule.ifPresent(why ->
        value.problem(
            "'" + text.orElse("") + "' " + why + "; write a folder inside the workspace"));
    return rule.isPresent() ? Optional.empty() : text.map(dir -> dir.equals(".") ? "" : dir);
  }

  private static Optional<String> leavesWorkspace(String workdir) {
    if (ABSOLUTE.matcher(workdir).matches()) {
      return Optional.of("is absolute");
    }
    boolean up = Arrays.asList(SEPARATOR.split(workdir)).contains("..");
    return up ? Optional.of("leads out of the workspace") : Optional.empty();
  }

  /// What a step without a name is called: its command, as much as fits.
  private static String nameOf(StepAction action) {
    return switch (action) {
      case StepAction.Shell(String script) ->
          shortened(
              script.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse(""));
      case StepAction.Program(List<String> argv) -> shortened(String.join(" ", argv));
      case StepAction.GitCheckout _ -> "source";
    };
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) <= MAX_NAME
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_NAME - 1)).strip() + "…";
  }
}
