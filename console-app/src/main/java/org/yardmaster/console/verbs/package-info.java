/// Buttons and menu items of verbs: greyed while their verb cannot be given, and then saying why.
/// One way for all views.
@NullMarked
package org.yardmaster.console.verbs;

import org.jspecify.annotations.NullMarked;
