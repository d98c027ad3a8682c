/// The look of the window: light and dark, the marks of states and outcomes (a shape and a colour
/// each), icons.
@NullMarked
package org.yardmaster.console.theme;

import org.jspecify.annotations.NullMarked;
