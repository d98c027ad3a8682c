package org.yardmaster.master.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version of this program, as its jar tells it.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "yardmaster "
          + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
              .orElse("(not from a release)")
    };
  }
}
