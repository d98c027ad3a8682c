/// Which key does what, written down once: for the window, its menus and its tooltips.
@NullMarked
package org.yardmaster.console.keys;

import org.jspecify.annotations.NullMarked;
