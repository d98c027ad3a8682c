package org.yardmaster.master.bench;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.yardmaster.protocol.model.Sorted;

/// One measured number: what it is, with the target it is held against, if it has one. Where a
/// distribution was measured, `value` is its median.
record Figure(
    String name,
    String unit,
    double value,
    OptionalDouble p50,
    OptionalDouble p99,
    SortedMap<String, String> parameters,
    Optional<Target> target) {

  /// What the figure should come to, in words, and whether it does.
  record Target(String text, boolean met) {}

  Figure {
    parameters = Sorted.map(parameters);
  }

  /// A single number.
  static Figure of(String name, String unit, double value) {
    return new Figure(
        name,
        unit,
        value,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Sorted.map(java.util.Map.of()),
        Optional.empty());
  }

  /// A distribution of milliseconds.
  static Figure of(String name, Latencies latencies) {
    return new Figure(
        name,
        "ms",
        latencies.millis(50),
        OptionalDouble.of(latencies.millis(50)),
        OptionalDouble.of(latencies.millis(99)),
        Sorted.map(java.util.Map.of("count", String.valueOf(latencies.count()))),
        Optional.empty());
  }

  /// The same figure, measured with this parameter.
  Figure with(String parameter, Object of) {
    SortedMap<String, String> more = new java.util.TreeMap<>(parameters);
    more.put(parameter, String.valueOf(of));
    return new Figure(name, unit, value, p50, p99, more, target);
  }

  private Figure against(String text, boolean met) {
    return new Figure(name, unit, value, p50, p99, parameters, Optional.of(new Target(text, met)));
  }

  Figure atLeast(double wanted) {
    return against(">= " + Report.number(wanted), value >= wanted);
  }

  Figure atMost(double wanted) {
    return against("<= " + Report.number(wanted), value <= wanted);
  }

  /// A target for both the median and the 99th percentile.
  Figure atMost(double median, double high) {
    return against(
        "p50 <= " + Report.number(median) + ", p99 <= " + Report.number(high),
        p50.orElse(value) <= median && p99.orElse(value) <= high);
  }

  /// A target for the median alone.
  Figure medianAtMost(double median) {
    return against("p50 <= " + Report.number(median), p50.orElse(value) <= median);
  }

  /// A target for the 99th percentile alone.
  Figure highAtMost(double high) {
    return against("p99 <= " + Report.number(high), p99.orElse(value) <= high);
  }
}
