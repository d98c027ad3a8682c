/// The program `yardmaster`: a console without a window, and the commands that make and run a
/// master. Commands are thin: they read what was typed, ask or command the master through
/// [ToMaster], and print a listing, as a table for people or as JSON for scripts.
///
/// Instants in JSON are ISO-8601 in UTC, durations whole milliseconds in fields named `...Millis`;
/// a field that has nothing to say is null. Fields may be added, none changes its meaning.
@NullMarked
package org.yardmaster.master.cli;

import org.jspecify.annotations.NullMarked;
