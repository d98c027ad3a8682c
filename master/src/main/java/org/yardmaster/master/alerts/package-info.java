/// Tells hooks of incidents: each hook the beginning of each once and its end once, in this order.
///
/// A hook that fails is tried again, longer and longer apart, for some hours; a hook that hangs
/// delays only itself. Nothing here ever holds up the loop. What each hook has been told is kept in
/// a small file of its own, so that a restart of the master repeats nothing.
@NullMarked
package org.yardmaster.master.alerts;

import org.jspecify.annotations.NullMarked;
