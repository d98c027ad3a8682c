package org.yardmaster.master.cli;

import picocli.CommandLine.Command;

/// Groups the commands on slaves; by itself it only shows them.
@Command(name = "slave", description = "Let slaves in, out of service, back, or out of the farm.")
final class SlaveCommand {}
