/// The log of a step: read by offset, a window of it held however long it is, coloured as its
/// program meant it, followed while it grows, searched to its ends.
@NullMarked
package org.yardmaster.console.log;

import org.jspecify.annotations.NullMarked;
