package org.yardmaster.slave.core;

import java.util.SortedMap;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;

/// Something to be done, as [SlaveCore] decides. All [Write]s of one input are done first, then
/// what concerns this machine, then what the master is told, each in their order.
public sealed interface Action {

  /// Append to the journal. `durable`: it must be on the disk before the master is told anything;
  /// else it need only survive the end of this process.
  record Write(Entry entry, boolean durable) implements Action {}

  /// Begin the build in this workspace of its builder.
  record Run(BuildOrder order, SortedMap<String, String> secrets, int workspace) implements Action {
    /// Names only: values must not reach a log.
    @Override
    public String toString() {
      return "Run["
          + order.build()
          + ", secrets="
          + secrets.keySet()
          + ", workspace="
          + workspace
          + "]";
    }
  }

  /// End all processes of the build; [Input.BuildOver] follows.
  record Stop(BuildId build, String why) implements Action {}

  /// Let a step start: it has its locks.
  record LetStart(BuildId build, int step) implements Action {}

  /// Tell the master.
  sealed interface Tell extends Action {
    SlaveMessage.FromSlave message();
  }

  /// Tell it now.
  record Send(SlaveMessage.FromSlave message) implements Tell {}

  /// Tell it before the next [Send], with which this may travel, or else soon.
  record SendSoon(SlaveMessage.FromSlave message) implements Tell {}

  /// Begin the new link session with this.
  record BeginSession(SlaveMessage.Inventory inventory) implements Action {}

  /// Drop the output kept for the build.
  record Forget(BuildId build) implements Action {}

  /// Nothing runs, and the master has been told: the process may end.
  record Leave() implements Action {}
}
