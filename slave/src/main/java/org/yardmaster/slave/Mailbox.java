package org.yardmaster.slave;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yardmaster.slave.core.Input;

/// Where builds and logs put what happens, for the agent that is made after them. Nothing happens
/// before it is there.
final class Mailbox implements Consumer<List<Input>> {
  private volatile @Nullable SlaveAgent agent;

  void deliverTo(SlaveAgent agent) {
    this.agent = agent;
  }

  @Override
  public void accept(List<Input> inputs) {
    SlaveAgent to = agent;
    if (to == null) {
      throw new IllegalStateException("told before the slave began: " + inputs);
    }
    to.tell(inputs);
  }
}
