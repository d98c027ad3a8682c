package org.yardmaster.master.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.yardmaster.protocol.message.Answer;

/// Remembers for a day which commands were refused, and how, so that one whose answer was lost is
/// not carried out when it is sent again.
///
/// In memory only, and no more than the newest ten thousand: a refusal changes nothing, so nothing
/// is written for it. A master that was restarted judges such a command anew. Belongs to the loop's
/// thread.
final class Refusals {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST = 10_000;

  private record Kept(Instant at, Answer.Refused answer) {}

  private final LinkedHashMap<String, Kept> refused = new LinkedHashMap<>();

  void keep(String command, Answer.Refused answer, Instant now) {
    refused.put(command, new Kept(now, answer));
    Kept eldest = refused.firstEntry().getValue();
    while (refused.size() > MOST || eldest.at().plus(KEPT).isBefore(now)) {
      refused.pollFirstEntry();
      eldest = refused.firstEntry().getValue();
    }
  }

  Optional<Answer.Refused> of(String command) {
    return Optional.ofNullable(refused.get(command)).map(Kept::answer);
  }
}
