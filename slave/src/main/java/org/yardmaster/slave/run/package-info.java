/// Runs the steps of a build as process trees in its workspace, and keeps what they print until the
/// master has it.
///
/// [Builds] is what the rest of the slave sees: it starts and stops builds and tells what happens
/// to them. Each build has one thread that goes through its steps ([BuildRun], [StepRun]), and a
/// [Launcher] that starts their programs, as well as the system can. Every process carries a mark
/// in its environment ([ProcessMark]), by which [ProcessTree] finds what a step left behind,
/// however it detached itself. Output goes to a file per step ([StepLog]) and from there to the
/// master ([LogSender]).
@NullMarked
package org.yardmaster.slave.run;

import org.jspecify.annotations.NullMarked;
