package org.yardmaster.protocol.message;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.StepResult;

/// What a slave tells of one build when it attaches.
public sealed interface BuildReport {

  /// The build meant.
  BuildId build();

  /// It runs: these steps have ended, this one is at work, or this one waits for its locks.
  record Running(
      BuildId build, List<StepResult> finished, Optional<Integer> current, Optional<Integer> wants)
      implements BuildReport {
    public Running {
      finished = List.copyOf(finished);
    }
  }

  /// It ended, and the master has not yet confirmed that it knows.
  record Ended(BuildId build, BuildResult result) implements BuildReport {}
}
