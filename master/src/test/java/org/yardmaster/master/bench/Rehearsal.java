package org.yardmaster.master.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Runs master and slave once before anything is measured, as the maker of the image does, so that
/// Java remembers them.
final class Rehearsal {
  private Rehearsal() {}

  /// @return whether Java remembers them now
  static boolean play(Path target) throws Exception {
    if (!Children.canRehearse()) {
      return false;
    }
    Children.remember(target.resolve("remembered"));
    Path folder = Files.createTempDirectory(target, "rehearsal-");
    Semaphore ended = new Semaphore(0);
    Onlooker onlooker = new Onlooker();
    onlooker.onEnd(_ -> ended.release());
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm, onlooker)) {
        desk.client().follow();
        List<RealSlave> slaves = RealSlave.start(farm, desk, onlooker, folder, 1);
        desk.fill("trivial", 1);
        ended.acquire();
        RealSlave.closeAll(slaves);
      }
    }
    Files.delete(folder);
    return true;
  }
}
