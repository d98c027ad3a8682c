/// The farm in a database: every committed batch of the loop, and the history and audit that
/// consoles read.
///
/// Rows, mappers and SQL stay in here; what goes in and out are the farm's own records. A mapper is
/// a short interface with an XML file of its name. The schema is made by numbered scripts, from
/// version 1 on. One thread, the loop's, writes; any thread may read through
/// [org.yardmaster.master.store.History].
///
/// Requests and history are in HSQLDB's tables on disk, everything else in its tables in memory: at
/// each checkpoint it writes those in memory as a whole, which with a hundred thousand requests in
/// the queue held up the loop for more than a second.
@NullMarked
package org.yardmaster.master.store;

import org.jspecify.annotations.NullMarked;
