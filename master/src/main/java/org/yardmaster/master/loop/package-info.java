/// The one thread that owns the farm: drain, decide, commit, then send.
@NullMarked
package org.yardmaster.master.loop;

import org.jspecify.annotations.NullMarked;
