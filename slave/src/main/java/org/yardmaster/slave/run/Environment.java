package org.yardmaster.slave.run;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Step;

/// The environment of a step: the slave's own, then the request's properties, the builder's and the
/// step's variables, and the secrets; a later one replaces an earlier one of the same name.
final class Environment {
  private static final String PREFIX = "YARD_";
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Z0-9_]");

  private Environment() {}

  /// @param own the slave's environment; its `YARD_` variables are of a build that it runs in, and
  ///   are not passed on
  static Map<String, String> of(
      Map<String, String> own, BuildOrder order, Step step, SortedMap<String, String> secrets) {
    Map<String, String> all = new TreeMap<>(own);
    all.keySet().removeIf(name -> name.startsWith(PREFIX) && !name.equals(ProcessMark.VARIABLE));
    order.properties().forEach((name, value) -> all.put(PREFIX + variable(name), value));
    all.put(PREFIX + "BUILDER", order.builder());
    all.put(PREFIX + "BUILD", Long.toString(order.build().value()));
    all.put(PREFIX + "REQUEST", Long.toString(order.request().value()));
    all.putAll(order.env());
    all.putAll(step.env());
    all.putAll(secrets);
    return all;
  }

  private static String variable(String property) {
    return NOT_IN_NAMES.matcher(property.toUpperCase(Locale.ROOT)).replaceAll("_");
  }
}
