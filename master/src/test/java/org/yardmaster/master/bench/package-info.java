/// Measures a real master: a process of its own, started as its launcher does, with its database on
/// disk and synced. Slaves are in this process (a [Fleet], without running anything) or in
/// processes of their own ([RealSlave]); both speak the real protocol over TLS, heartbeats
/// included. Requests come over the consoles' protocol.
///
/// `mvn -Pbench verify` runs everything, `-Dbench=NAME` one [Measurement] of [MasterBench]. The
/// figures are printed beside their targets and written to `target/bench.json`. A missed target
/// fails nothing, since machines are noisy (the load average stands beside each figure); a request
/// or build that is lost, doubled or refused does, and so does an error in the master's log.
///
/// | name | what is measured |
/// |---|---|
/// | disk | [DiskSync]: how long the disk takes to save a little; also beside every other one |
/// | dispatch | [Dispatch]: submit to the order at an idle slave, open loop, from the intended submit |
/// | process | [ProcessStart]: submit to the running process of a step on a real slave |
/// | throughput | [Throughput]: builds a second, started and finished durably, short and long queue |
/// | restart | [Restart]: until a master with much to remember is ready again; pages of history |
/// | slaves | [ManySlaves]: memory, idle load and return of thousands of slaves |
/// | reorder | [Reorder]: move and priority in a long queue, to the durable answer |
/// | logs | [LogFlood]: output to the master's disk, and dispatch meanwhile; paced, and a flood |
/// | builds | [RealBuilds]: 500 real builds on real slaves, cold and warm |
/// | sizes | [Sizes]: dispatch and throughput in growing queues and farms |
///
/// `bench.warmup`, `bench.seconds`, `bench.queue`, `bench.history` and `bench.attached` make a
/// quicker look possible ([Terms]); `bench.master.jvm` and `bench.slave.jvm` give the master and
/// real slaves more options, such as a flight recording.
///
/// What grows with the size, and why. On two cores the median of a dispatch stays between 2.2 and
/// 3.3 ms, and builds between 2,600 and 4,100 a second, from 1,000 to 100,000 queued and from 10 to
/// 5,000 slaves, in no order. Its 99th percentile is mostly 4 to 11 ms, but not always: writing the
/// database out takes 0.3 to 0.6 s for 16 to 32 MB of its log, the more the more rows have changed,
/// and whoever comes meanwhile waits. In 20 s of which such a moment is a part, that is the 99th
/// percentile; over the minutes from one to the next it is not.
@NullMarked
package org.yardmaster.master.bench;

import org.jspecify.annotations.NullMarked;
