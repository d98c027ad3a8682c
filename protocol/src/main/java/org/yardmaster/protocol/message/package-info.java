/// What goes over the wire, one record per message.
///
/// Between master and slave travel [SlaveFrame]s: the attach dialogue, heartbeats, build output,
/// and numbered [SlaveMessage]s. Between master and console (or command line) travel
/// [ConsoleFrame]s: login, the farm's rows as a snapshot and then as [FarmChange]s, [Command]s with
/// their [Answer]s, and [Query]s with their [Reply]s.
@NullMarked
package org.yardmaster.protocol.message;

import org.jspecify.annotations.NullMarked;
