package org.yardmaster.master.logs;

/// What the master has of a step's log: `length` bytes. `synced`: it is whole and safe on disk.
/// `taking`: more output is taken; if not, give no credit until [BuildLogs#whenTaking].
public record Stored(long length, boolean synced, boolean taking) {}
