/// The farm, its loop's turn, the link and the slave's core, all of them production code, in one
/// thread with virtual time and a seeded generator: a world of machines, lines and people that goes
/// wrong in every way it can, and a judge who knows only the words of the design.
@NullMarked
package org.yardmaster.master.simulation;

import org.jspecify.annotations.NullMarked;
