package org.yardmaster.slave.cli;

import org.yardmaster.slave.SlaveProcess;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class SlaveVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = SlaveProcess.class.getPackage().getImplementationVersion();
    return new String[] {"yardmaster-slave " + (version == null ? "development" : version)};
  }
}
