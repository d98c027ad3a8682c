/// The slaves' door: connections and link sessions on one side, the loop's events and decisions on
/// the other.
///
/// A [org.yardmaster.master.slaves.SlaveSession] outlives its connections;
/// [org.yardmaster.master.slaves.Admission] says who may have one,
/// [org.yardmaster.master.slaves.Sessions] begins, resumes and loses them; build output goes past
/// the loop, straight to disk.
@NullMarked
package org.yardmaster.master.slaves;

import org.jspecify.annotations.NullMarked;
