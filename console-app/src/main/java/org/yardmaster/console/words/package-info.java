/// How the console writes instants, durations and reasons: one way everywhere.
@NullMarked
package org.yardmaster.console.words;

import org.jspecify.annotations.NullMarked;
