/// The slaves: a wall of tiles and a table of the same, what each is doing and until when, and
/// taking them out of service and putting them back.
@NullMarked
package org.yardmaster.console.slaves;

import org.jspecify.annotations.NullMarked;
