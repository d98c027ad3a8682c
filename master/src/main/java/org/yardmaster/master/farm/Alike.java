package org.yardmaster.master.farm;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// Knows which ready requests want the same: they can ride along with each other.
final class Alike {

  /// What a request wants: of which builder, with which properties.
  static final class Wanted implements Comparable<Wanted> {
    private final BuilderId builder;
    private final String[] properties;

    private Wanted(BuilderId builder, String[] properties) {
      this.builder = builder;
      this.properties = properties;
    }

    static Wanted by(Request request) {
      String[] properties = new String[2 * request.properties().size()];
      int used = 0;
      for (Map.Entry<String, String> entry : request.properties().entrySet()) {
        properties[used++] = entry.getKey();
        properties[used++] = entry.getValue();
      }
      return new Wanted(request.builder(), properties);
    }

    @Override
    public int compareTo(Wanted other) {
      int byBuilder = builder.compareTo(other.builder);
      return byBuilder != 0 ? byBuilder : Arrays.compare(properties, other.properties);
    }
  }

  private final TreeMap<Wanted, TreeSet<RequestId>> requests = new TreeMap<>();

  void add(RequestId id, Wanted wanted) {
    requests.computeIfAbsent(wanted, _ -> new TreeSet<>()).add(id);
  }

  void remove(RequestId id, Wanted wanted) {
    TreeSet<RequestId> alike = requests.get(wanted);
    if (alike != null && alike.remove(id) && alike.isEmpty()) {
      requests.remove(wanted);
    }
  }

  /// All that want this.
  SortedSet<RequestId> who(Wanted wanted) {
    return Collections.unmodifiableSortedSet(requests.getOrDefault(wanted, new TreeSet<>()));
  }
}
