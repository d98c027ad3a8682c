package org.yardmaster.slave.core;

/// A process, told apart from a later one of the same pid by its start, in epoch milliseconds of
/// the machine's clock.
public record ProcessKey(long pid, long startedAtMillis) {}
