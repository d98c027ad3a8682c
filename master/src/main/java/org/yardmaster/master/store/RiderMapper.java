package org.yardmaster.master.store;

/// The other requests that ended builds were made for; all rows of a build belong together.
interface RiderMapper extends Table<Long, RiderRow> {}
