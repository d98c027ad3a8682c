/// The line to a master as the console sees it: one interface for the real client and for the one
/// that stands beside it in tests. Nothing here knows a window.
@NullMarked
package org.yardmaster.console.link;

import org.jspecify.annotations.NullMarked;
