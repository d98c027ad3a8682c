/// The agent on a build host. It runs the builds its master starts, and remembers on its disk what
/// it owes.
@NullMarked
package org.yardmaster.slave;

import org.jspecify.annotations.NullMarked;
