package org.yardmaster.protocol.model;

import java.util.SortedSet;

/// What the farm's people say of a slave: what it can do, and how many builds it runs at once.
public record SlaveDefinition(SortedSet<String> capabilities, int maxBuilds) {
  public SlaveDefinition {
    capabilities = Sorted.set(capabilities);
  }
}
