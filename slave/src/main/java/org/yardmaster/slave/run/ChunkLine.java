package org.yardmaster.slave.run;

import org.yardmaster.protocol.message.SlaveFrame;

/// The way of logs to the master.
public interface ChunkLine {

  /// Sends a chunk, unless the line is down or busy; then [LogSender#ready] is called when it may
  /// be tried again.
  ///
  /// @return whether it was taken
  boolean sendChunk(SlaveFrame.LogChunk chunk);
}
