package org.yardmaster.master.store;

/// What a running build was told to do, as a row.
record OrderRow(long build, String content) {}
