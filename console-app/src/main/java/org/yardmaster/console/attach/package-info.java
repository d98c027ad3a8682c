/// Attaching to a master: which, as whom, and whether it is the one it was last time.
@NullMarked
package org.yardmaster.console.attach;

import org.jspecify.annotations.NullMarked;
