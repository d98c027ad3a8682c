/// The farm as a value machine: events in, decisions and changed rows out. Pure.
@NullMarked
package org.yardmaster.master.farm;

import org.jspecify.annotations.NullMarked;
