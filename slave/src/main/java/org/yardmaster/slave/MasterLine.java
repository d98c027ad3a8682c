package org.yardmaster.slave;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.slave.run.ChunkLine;

/// The slave's line to its master, as the rest of the slave needs it: it comes back by itself when
/// it is cut, and sends again what the master has not confirmed.
///
/// All methods but [#sendChunk] belong to one thread, the owner.
public interface MasterLine extends ChunkLine, AutoCloseable {

  /// Begins to connect, and stays at it until [#close].
  ///
  /// @param owner runs one task at a time, in order, on the owner's thread
  /// @param listener is called on that thread
  void start(Executor owner, Listener listener);

  /// Tells the master; kept until it has confirmed, or a new session begins.
  void send(SlaveMessage.FromSlave message);

  /// Runs what sends: it may travel in one piece.
  void together(Runnable sending);

  /// How long the master has not been heard; zero while the line is up, and before it was up for
  /// the first time. Time in which the machine slept counts.
  Duration silence();

  /// Whether the master has confirmed everything that was sent.
  boolean delivered();

  @Override
  void close();

  /// What the line tells.
  interface Listener {

    /// A new link session begins with this; what was sent before is forgotten.
    SlaveMessage.Inventory newSession();

    /// The master said something new. `receipt` is run when it is dealt with and, where it must be,
    /// on disk.
    void received(SlaveMessage.ToSlave message, Runnable receipt);

    /// The master told how much it has of a log.
    void logStored(SlaveFrame.LogStored stored);

    /// There is room for another chunk of log.
    void readyForChunks();

    /// The line is up.
    void connected(String address);

    /// The line is down, and will be tried again.
    void disconnected(String why);

    /// The line did not come up, and will be tried again.
    void unreachable(String why);

    /// What answers there is not this farm. It is tried again, seldom.
    void wrongFarm(String message);

    /// The master does not let this slave in. It is tried again, seldom.
    void refused(SlaveFrame.Refusal refusal, String message);
  }
}
