package org.yardmaster.console.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.yardmaster.protocol.message.FarmChange;

/// What a [FarmLink] tells: called on a thread of the line, one call at a time.
public interface FarmListener {

  /// The master let us in, at first or again after a lost line.
  void attached(Welcome welcome);

  /// A snapshot of `total` rows begins: what was shown may be stale until [#ready()].
  void loading(int total);

  /// Rows of the snapshot, or what has changed by `at` on the master's clock.
  void changed(Instant at, List<FarmChange> changes);

  /// What is shown is what the master knows.
  void ready();

  /// The line is lost, or another try to get it back has failed.
  void lost(LostLine lost);

  /// How long the way to the master and back takes just now.
  void roundTrip(Duration time);

  /// A condition of the master that everybody must see; "" when it is over.
  void notice(String text);
}
