/// The slave's memory on its disk: a file of [org.yardmaster.slave.core.Entry]s, each with a
/// checksum, that survives the end of the process at any byte.
@NullMarked
package org.yardmaster.slave.journal;

import org.jspecify.annotations.NullMarked;
