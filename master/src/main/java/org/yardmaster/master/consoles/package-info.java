/// The consoles' door, for the desktop console and the command line alike: login, rows as they
/// change, commands on their way to the loop, and questions that never hold it up.
@NullMarked
package org.yardmaster.master.consoles;

import org.jspecify.annotations.NullMarked;
