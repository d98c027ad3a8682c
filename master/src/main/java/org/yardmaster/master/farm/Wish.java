package org.yardmaster.master.farm;

import java.util.Optional;

/// So much of a lock, or, where `count` is empty, all of it and alone.
record Wish(LockKey lock, Optional<Integer> count) {}
