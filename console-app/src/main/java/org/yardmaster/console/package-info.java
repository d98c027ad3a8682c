/// The window on the farm. Each feature is a package of its own: a view, a view model, row models.
@NullMarked
package org.yardmaster.console;

import org.jspecify.annotations.NullMarked;
