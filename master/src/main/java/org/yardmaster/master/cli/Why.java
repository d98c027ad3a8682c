package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.client.WaitReasonText;
import org.yardmaster.protocol.model.WaitReason;

/// A reason to wait, as scripts read it: a stable code, the slave it is about, and the words for
/// people.
record Why(String code, Optional<String> slave, String text) {

  static List<Why> of(List<WaitReason> reasons, WaitReasonText words) {
    return reasons.stream()
        .map(reason -> new Why(reason.code(), reason.aboutSlave(), words.full(reason)))
        .toList();
  }
}
