package org.yardmaster.master.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.AlertHook.Action;
import org.yardmaster.protocol.model.AlertHook.Post;
import org.yardmaster.protocol.model.AlertHook.Program;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Sorted;

/// Reads whom to tell of incidents: a program to run, or a URL to post to.
final class AlertReader {
  private static final List<String> KINDS =
      Arrays.stream(IncidentKind.values()).map(IncidentKind::code).toList();

  private AlertReader() {}

  static AlertHook read(Value key, Value value) {
    if (value.isNothing()) {
      new Value(value.context(), key.node()).problem("nothing in it; write 'program' or 'url'");
      return new AlertHook(all(), nobody());
    }
    return value
        .section(Keys.ALERT)
        .map(alert ->
            new AlertHook(
                alert.get("on").map(AlertReader::kinds).orElseGet(AlertReader::all),
                action(alert).orElseGet(AlertReader::nobody)))
        .orElseGet(() -> new AlertHook(all(), nobody()));
  }

  private static SortedSet<IncidentKind> all() {
    return Sorted.set(List.of(IncidentKind.values()));
  }

  /// Stands in for an action that has been reported.
  private static Action nobody() {
    return new Program(List.of());
  }

  private static SortedSet<IncidentKind> kinds(Value list) {
    SortedSet<IncidentKind> kinds = new TreeSet<>();
    List<Value> items = list.items();
    if (items.isEmpty() && list.kind().equals("a list")) {
      list.problem("an empty list; write " + String.join(", ", KINDS) + ", or leave 'on' out");
    }
    for (Value item : items) {
      item.text().ifPresent(text -> addKind(text, item, kinds));
    }
    return kinds;
  }

  private static void addKind(String text, Value item, SortedSet<IncidentKind> kinds) {
    Optional<IncidentKind> kind =
        Arrays.stream(IncidentKind.values()).filter(k -> k.code().equals(text)).findFirst();
    if (kind.isEmpty()) {
      item.problem("unknown incident '" + text + "'" + Suggestion.orKnown(text, KINDS));
    } else if (!kinds.add(kind.get())) {
      item.problem("'" + text + "' for the second time; take one out");
    }
  }

  private static Optional<Action> action(Section alert) {
    Optional<Value> program = alert.get("program");
    Optional<Value> url = alert.get("url");
    if (program.isPresent() == url.isPresent()) {
      String found =
          program.isPresent() ? "both 'program' and 'url'" : "neither 'program' nor 'url'";
      alert.self().problem(found + "; write one of them");
      return Optional.empty();
    }
    return program
        .flatMap(Argv::read)
        .<Action>map(Program::new)
        .or(() -> url.flatMap(AlertReader::url).map(Post::new));
  }

  private static Optional<String> url(Value value) {
    Optional<String> text = value.line();
    text.filter(url -> !isWeb(url))
        .ifPresent(url -> value.problem("'" + url + "' refused: write http://... or https://..."));
    return text;
  }

  private static boolean isWeb(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
