/// The queue: all queued requests in the farm's order, live, to be looked through, dragged, held,
/// cancelled and added to; and beside it why one of them waits.
@NullMarked
package org.yardmaster.console.queue;

import org.jspecify.annotations.NullMarked;
