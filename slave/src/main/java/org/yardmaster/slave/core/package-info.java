/// What a slave knows and decides: the builds it runs, what it still owes its master, its presence.
///
/// [SlaveCore] is a state machine without clock, thread or disk: an [Input] goes in, [Action]s come
/// out. What must outlive the process is its [Memory], which changes only by [Entry]s, each written
/// to the journal before anything that follows from it is done.
@NullMarked
package org.yardmaster.slave.core;

import org.jspecify.annotations.NullMarked;
