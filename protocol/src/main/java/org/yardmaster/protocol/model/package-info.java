/// What everybody in the farm shares: ids, order, presence, wait reasons, outcomes, and the rows of
/// the farm itself (requests, builds, slaves, builders, pauses) as immutable records.
///
/// Pure: `java.base` data types only; instants are whole milliseconds, collections are sorted.
@NullMarked
package org.yardmaster.protocol.model;

import org.jspecify.annotations.NullMarked;
