/// What the console's user does: every command goes through one place, which says what became of it
/// and knows how to take it back.
@NullMarked
package org.yardmaster.console.act;

import org.jspecify.annotations.NullMarked;
