package org.yardmaster.slave.core;

/// A process, told apart from a later one of the same pid by its start (epoch milliseconds as the
/// operating system tells it; 0 if it does not).
public record ProcessKey(long pid, long startedAtMillis) {}
