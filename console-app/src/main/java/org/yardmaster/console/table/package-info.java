/// Tables of live rows: columns whose cells repaint when their row has changed, and only then.
@NullMarked
package org.yardmaster.console.table;

import org.jspecify.annotations.NullMarked;
