package org.yardmaster.protocol.model;

import java.time.Instant;

/// A build that has ended, as history keeps it: names as they were then.
public record FinishedBuild(
    Build build, String builderName, String slaveName, BuildResult result, Instant finishedAt) {}
