package org.yardmaster.slave.run;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.RequestProperties;
import org.yardmaster.protocol.model.Step;

/// The environment of a step: the slave's own, then the request's properties, the builder's and the
/// step's variables, and the secrets; a later one replaces an earlier one of the same name.
final class Environment {
  private Environment() {}

  /// @param own the slave's environment; its `YARD_` variables are of a build that it runs in, and
  ///   are not passed on, but for the marks, which nobody can set
  static Map<String, String> of(
      Map<String, String> own, BuildOrder order, Step step, SortedMap<String, String> secrets) {
    Map<String, String> all = new TreeMap<>(own);
    all.keySet().removeIf(name -> name.startsWith(RequestProperties.PREFIX));
    order.properties().forEach((name, value) -> all.put(RequestProperties.variable(name), value));
    all.put(RequestProperties.BUILDER, order.builder());
    all.put(RequestProperties.BUILD, Long.toString(order.build().value()));
    all.put(RequestProperties.REQUEST, Long.toString(order.request().value()));
    all.putAll(order.env());
    all.putAll(step.env());
    all.putAll(secrets);
    all.remove(ProcessMark.VARIABLE);
    Optional.ofNullable(own.get(ProcessMark.VARIABLE))
        .ifPresent(marks -> all.put(ProcessMark.VARIABLE, marks));
    return all;
  }
}
