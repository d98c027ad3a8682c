/// The farm as a value machine: events in, decisions and changed rows out. Pure.
///
/// Read it in this order.
///
/// - [Event], [Decision] and [Change] are all that comes in and goes out; [FarmSnapshot] is all the
///   farm knows. [Farm] is the whole from outside: it hands an event to whom it concerns, and then
///   starts whatever can start.
/// - `Rows` holds the rows and notes every write, so that whoever writes need not think of whom it
///   concerns: what was touched is looked at again.
/// - `Rules` says what keeps a request from starting. Dispatch asks for the first objection,
///   `Explanations` for all.
/// - `Dispatch` knows what starts next and where: requests with equal `Needs` form a `Group`, with
///   the slaves that are `Free` for it. `Locks` knows what is `Held`; groups, and the `Steps` of
///   running builds, are `Waiting` for it. All of that is derived from the rows.
/// - `Builds` begins builds, `Endings` ends them; `Losses` says what a lost one means for its
///   request and its slave. `Contacts` understands what slaves do.
/// - `Commands` answers people: `QueueCommands` on the order that `Queue` defines, `FarmCommands`,
///   `Reconfig`, and `Undoing` out of the [CommandRecord].
/// - `Schedules` submits by the calendar; `Incidents` keeps what people are to be told,
///   `Standstill` notices one kind of it. `Alarms` remembers when time alone changes something.
///
/// `NaiveCheck` looks at the whole farm without any of the indexes: what it finds was missed.
@NullMarked
package org.yardmaster.master.farm;

import org.jspecify.annotations.NullMarked;
