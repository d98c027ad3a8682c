/// What the slave's owner says to it where it runs: one line of JSON each way through a Unix domain
/// socket in the data folder, which only the owner may open.
@NullMarked
package org.yardmaster.slave.owner;

import org.jspecify.annotations.NullMarked;
