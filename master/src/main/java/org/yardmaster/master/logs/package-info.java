/// Build output on disk, by offset. [org.yardmaster.master.logs.BuildLogs] is the way in: slaves'
/// output goes to one file per step, readers follow it while it grows.
///
/// How much there is of a log is the length of its file, and whether it is complete is the file's
/// name (`step-01.part` while it grows, `step-01.log` once its last byte is safe on disk,
/// `step-01.cut` if its build was given up before that; more of it may come all the same): so
/// nothing has to be recovered after a crash. This is the data plane: none of it runs on the loop's
/// thread.
@NullMarked
package org.yardmaster.master.logs;

import org.jspecify.annotations.NullMarked;
