package org.yardmaster.master.config;

import java.time.Duration;
import java.util.Optional;

/// What a builder says for all its steps; a step may say otherwise.
record StepDefaults(Optional<Duration> timeout, Optional<Duration> noOutputTimeout) {}
