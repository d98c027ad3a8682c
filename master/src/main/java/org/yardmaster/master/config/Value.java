package org.yardmaster.master.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yardmaster.protocol.model.DurationText;

/// A piece of the file that can be asked for what it means: empty, and a problem reported, if it
/// means nothing of the kind. Plain words count as text whatever YAML takes them for, so `on`,
/// `1.10` and `yes` stay what they are.
record Value(Context context, Node node) {

  void problem(String text) {
    context.problem(node, text);
  }

  void warning(String text) {
    context.warning(node, text);
  }

  /// The same piece, spoken of as `what` within its context.
  Value in(String what) {
    return new Value(context.in(what), node);
  }

  boolean isText() {
    return node instanceof ScalarNode && !isNothing();
  }

  boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  Optional<String> text() {
    if (node instanceof ScalarNode scalar && !isNothing()) {
      if (scalar.getValue().indexOf('\0') < 0) {
        return Optional.of(scalar.getValue());
      }
      problem("a NUL character; no text may hold one");
      return Optional.empty();
    }
    problem("expected text, found " + kind() + emptyTextHint());
    return Optional.empty();
  }

  private String emptyTextHint() {
    return isNothing() ? "; write '' for an empty text" : "";
  }

  /// Text that is not blank, on one line.
  Optional<String> line() {
    return text().filter(text -> accept(isLine(text), "'" + text + "' is not one line of text"));
  }

  private static boolean isLine(String text) {
    return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }

  Optional<String> name() {
    return matching(Names.NAME, Names.NAME_RULE);
  }

  Optional<String> variable() {
    return matching(Names.VARIABLE, Names.VARIABLE_RULE);
  }

  private Optional<String> matching(Pattern pattern, String rule) {
    return text()
        .filter(text -> accept(pattern.matcher(text).matches(), "'" + text + "' refused: " + rule));
  }

  Optional<Integer> wholeNumber() {
    return text().flatMap(this::wholeNumber);
  }

  private Optional<Integer> wholeNumber(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      problem(
          text.matches("[+-]?\\d+")
              ? text
                  + " is too much; write one from "
                  + Integer.MIN_VALUE
                  + " to "
                  + Integer.MAX_VALUE
              : "'" + text + "' is not a whole number; write one such as 10");
      return Optional.empty();
    }
  }

  /// A whole number of at least 1.
  Optional<Integer> count() {
    return wholeNumber()
        .filter(number -> accept(number >= 1, number + " is too few; write 1 or more"));
  }

  /// A whole number of at least 0.
  Optional<Integer> countOrNone() {
    return wholeNumber()
        .filter(number -> accept(number >= 0, number + " is too few; write 0 or more"));
  }

  Optional<Boolean> flag() {
    return text()
        .filter(text ->
            accept(
                text.equals("true") || text.equals("false"),
                "'" + text + "' is neither true nor false; write one of them"))
        .map(Boolean::valueOf);
  }

  /// A duration longer than none.
  Optional<Duration> duration() {
    return durationOrNone().filter(d -> accept(!d.isZero(), "0 is no duration; write at least 1s"));
  }

  /// A duration, or `0s`.
  Optional<Duration> durationOrNone() {
    Optional<String> text = text();
    Optional<Duration> duration = text.flatMap(DurationText::parse);
    if (text.isPresent() && duration.isEmpty()) {
      problem("'" + text.get() + "' is not a duration; write one such as 90s, 20m or 1h30m");
    }
    return duration;
  }

  /// Bytes: 1 MB at least.
  Optional<Long> size() {
    Optional<String> text = text();
    Optional<Long> size = text.flatMap(SizeText::parse);
    if (text.isPresent() && size.isEmpty()) {
      problem("'" + text.get() + "' is not a size; write one such as 200 MB");
    }
    return size.filter(
        s -> accept(s >= 1 << 20, "'" + text.orElse("") + "' is too small; write 1 MB or more"));
  }

  private boolean accept(boolean good, String otherwise) {
    if (!good) {
      problem(otherwise);
    }
    return good;
  }

  /// The items of a list, none of them spoken of in any special way yet.
  List<Value> items() {
    if (!(node instanceof SequenceNode sequence)) {
      problem("expected a list, found " + kind() + listHint());
      return List.of();
    }
    List<Value> items = new ArrayList<>();
    sequence.getValue().forEach(item -> items.add(new Value(context, item)));
    return items;
  }

  private String listHint() {
    return isText() ? "; write [" + ((ScalarNode) node).getValue() + "]" : "";
  }

  /// A mapping with these keys and no others.
  Optional<Section> section(Keys keys) {
    return section().map(section -> section.keeping(keys));
  }

  /// A mapping with keys of the file's own choice.
  Optional<Section> section() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(Section.of(this, mapping));
    }
    problem("expected a mapping of keys to values, found " + kind());
    return Optional.empty();
  }

  /// What stands here, in plain words.
  String kind() {
    return switch (node) {
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a mapping";
      default -> isNothing() ? "nothing" : "the text '" + ((ScalarNode) node).getValue() + "'";
    };
  }
}
