/// The builders: how each did last, what of it waits and runs, and which slaves could take more.
@NullMarked
package org.yardmaster.console.builders;

import org.jspecify.annotations.NullMarked;
