package org.yardmaster.master.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/// Runs master and slave once before anything is measured, as the maker of the image does, so that
/// Java remembers them.
final class Rehearsal {
  private Rehearsal() {}

  /// @return whether Java remembers them now
  static boolean play(Path target) throws Exception {
    if (!Children.canRehearse()) {
      return false;
    }
    Children.remember(Files.createTempDirectory(target.toAbsolutePath(), "remembered-"));
    Path folder = Files.createTempDirectory(target, "rehearsal-");
    Onlooker onlooker = new Onlooker();
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm, onlooker)) {
        desk.client().follow();
        RealSlave.closeAll(RealSlave.start(farm, desk, onlooker, folder, 1));
      }
    }
    Files.delete(folder);
    return true;
  }
}
