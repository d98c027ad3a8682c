/// Toasts: what happened where the user does not look just now, and nothing else.
@NullMarked
package org.yardmaster.console.toast;

import org.jspecify.annotations.NullMarked;
