/// The command line of `yardmaster-slave`: run and join for the machine, status, away, back and
/// stop for its owner.
@NullMarked
package org.yardmaster.slave.cli;

import org.jspecify.annotations.NullMarked;
