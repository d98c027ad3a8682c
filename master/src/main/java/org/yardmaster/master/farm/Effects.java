package org.yardmaster.master.farm;

import java.util.List;

/// What an event led to: rows to be written first, then decisions to be carried out.
public record Effects(List<Change> changes, List<Decision> decisions) {
  public Effects {
    changes = List.copyOf(changes);
    decisions = List.copyOf(decisions);
  }
}
