/// Builds, running and ended: their steps, their end, and what can be done about them; and the
/// history of requests.
@NullMarked
package org.yardmaster.console.builds;

import org.jspecify.annotations.NullMarked;
