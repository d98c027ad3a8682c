package org.yardmaster.master.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Reads where a builder's source comes from: the step before all others.
final class SourceReader {
  /// The name of that step.
  private static final String STEP_NAME = "source";

  private static final Pattern URL_WITH_PASSWORD = Pattern.compile("[a-z+]+://[^/@:]*:[^/@]+@.*");

  private SourceReader() {}

  static Optional<Step> read(Section source, StepDefaults defaults) {
    Optional<Value> git = source.get("git");
    if (git.isEmpty()) {
      source.self().problem("no 'git'; write the URL of the repository there");
    }
    git.flatMap(Value::text)
        .filter(url -> URL_WITH_PASSWORD.matcher(url).matches())
        .ifPresent(
            _ -> git.orElseThrow().warning("holds a password that all the farm's people can read"));
    Optional<String> branch = source.get("branch").flatMap(SourceReader::argument);
    Optional<String> revision = source.get("revision").flatMap(SourceReader::argument);
    return git.flatMap(SourceReader::argument)
        .map(url -> step(new StepAction.GitCheckout(url, branch, revision), defaults));
  }

  private static Step step(StepAction action, StepDefaults defaults) {
    return new Step(
        STEP_NAME,
        action,
        Environment.none(),
        "",
        defaults.timeout(),
        defaults.noOutputTimeout(),
        false,
        List.of());
  }

  /// A word that git takes for what it is: never for an option.
  private static Optional<String> argument(Value value) {
    return value
        .line()
        .filter(text -> {
          boolean good = !text.startsWith("-") && text.chars().noneMatch(c -> c == ' ');
          if (!good) {
            value.problem("'" + text + "' refused: no blanks, and no '-' at the beginning");
          }
          return good;
        });
  }
}
