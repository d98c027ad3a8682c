/// The form of build logs, on disk and on the wire: lines of text that say when they were printed
/// and by whom.
@NullMarked
package org.yardmaster.protocol.log;

import org.jspecify.annotations.NullMarked;
