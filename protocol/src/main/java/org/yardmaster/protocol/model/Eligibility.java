package org.yardmaster.protocol.model;

import java.util.SortedSet;
import java.util.TreeSet;

/// Which slaves may run a builder: those named (any, if none is), as far as they have all the
/// capabilities.
public record Eligibility(SortedSet<String> slaves, SortedSet<String> capabilities)
    implements Comparable<Eligibility> {
  public Eligibility {
    slaves = Sorted.set(slaves);
    capabilities = Sorted.set(capabilities);
  }

  /// Whether a slave of this name and definition may run it.
  public boolean admits(String name, SlaveDefinition slave) {
    return names(name) && slave.capabilities().containsAll(capabilities);
  }

  /// Whether a slave of this name is among the candidates at all.
  public boolean names(String name) {
    return slaves.isEmpty() || slaves.contains(name);
  }

  /// The capabilities that `slave` lacks.
  public SortedSet<String> lackedBy(SlaveDefinition slave) {
    TreeSet<String> missing = new TreeSet<>(capabilities);
    missing.removeAll(slave.capabilities());
    return Sorted.set(missing);
  }

  @Override
  public int compareTo(Eligibility other) {
    int byCapabilities = capabilities.toString().compareTo(other.capabilities.toString());
    return byCapabilities != 0
        ? byCapabilities
        : slaves.toString().compareTo(other.slaves.toString());
  }
}
