package org.yardmaster.master.cli;

import picocli.CommandLine.Command;

/// The program without a subcommand.
@Command(
    name = "yardmaster",
    versionProvider = Version.class,
    description = "Runs a build farm, and looks after one.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  refused by the master: too late, invalid, not stored; nothing changed",
      "  2  usage: nobody was asked",
      "  3  something that was named does not exist",
      "  4  the master cannot be reached or trusted, does not let you in, or does not answer",
      "  5  your role does not allow it",
      "  6  with --wait: the build did not succeed",
      " 70  a defect of this program"
    })
final class YardmasterCommand {}
