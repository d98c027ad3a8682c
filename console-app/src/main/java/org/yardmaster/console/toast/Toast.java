package org.yardmaster.console.toast;

import java.util.Optional;
import org.yardmaster.protocol.model.BuildId;

/// Something that happened elsewhere.
///
/// @param bad whether it needs somebody
/// @param build what a click on it opens
public record Toast(String title, String text, boolean bad, Optional<BuildId> build) {}
