/// What the master's parts need to know of the disk: how much of it is free, and how a directory is
/// made to remember its entries.
@NullMarked
package org.yardmaster.master.disk;

import org.jspecify.annotations.NullMarked;
