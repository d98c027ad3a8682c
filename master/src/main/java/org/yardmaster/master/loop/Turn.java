package org.yardmaster.master.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Effects;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.Stamped;

/// What a batch of events comes to: rows to be written once each, then decisions in the order they
/// were made. Pure; the twin folds the same events and must come to the same changes.
public record Turn(List<Change> changes, List<Decision> decisions) {
  public Turn {
    changes = List.copyOf(changes);
    decisions = List.copyOf(decisions);
  }

  /// Folds events into a farm. Of several changes of one row the last is kept, at its later
  /// position.
  public static Turn fold(Farm farm, List<Stamped> events) {
    Map<Object, Change> changes = new LinkedHashMap<>();
    List<Decision> decisions = new ArrayList<>();
    for (Stamped event : events) {
      Effects effects = farm.on(event);
      for (Change change : effects.changes()) {
        changes.remove(change.key());
        changes.put(change.key(), change);
      }
      decisions.addAll(effects.decisions());
    }
    return new Turn(List.copyOf(changes.values()), decisions);
  }
}
