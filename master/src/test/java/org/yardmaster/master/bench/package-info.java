/// Measures a real master.
@NullMarked
package org.yardmaster.master.bench;

import org.jspecify.annotations.NullMarked;
