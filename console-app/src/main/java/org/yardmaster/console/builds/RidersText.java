package org.yardmaster.console.builds;

import java.util.stream.Collectors;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.RequestId;

/// Who rides along with a build, in words.
final class RidersText {
  private RidersText() {}

  /// `#12, #15 ride along`; "" where nobody does.
  static String of(Build build) {
    if (build.riders().isEmpty()) {
      return "";
    }
    String names =
        build.riders().stream().map(RequestId::toString).collect(Collectors.joining(", "));
    return names + (build.riders().size() == 1 ? " rides along" : " ride along");
  }
}
