/// Ctrl+K: going to anything and doing anything by its name.
@NullMarked
package org.yardmaster.console.search;

import org.jspecify.annotations.NullMarked;
