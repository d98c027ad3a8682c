/// The window around the views: header, banners, navigation, status bar, search, and the timers and
/// executors that belong to a window.
@NullMarked
package org.yardmaster.console.shell;

import org.jspecify.annotations.NullMarked;
