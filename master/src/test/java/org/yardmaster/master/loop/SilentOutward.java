package org.yardmaster.master.loop;

import java.util.List;
import java.util.function.Consumer;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.protocol.model.BuildId;

/// Where nobody is.
class SilentOutward implements Outward {
  @Override
  public void carryOut(Decision decision) {}

  @Override
  public void notice(String text) {}

  @Override
  public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {}
}
