/// Incidents that last, to be seen from every view: how many, and on demand which and since when.
@NullMarked
package org.yardmaster.console.incidents;

import org.jspecify.annotations.NullMarked;
