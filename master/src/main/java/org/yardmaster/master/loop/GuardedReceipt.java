package org.yardmaster.master.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.Event;
import org.yardmaster.protocol.message.Answer;

/// A receipt whose failure costs nobody else: it is logged, and that is all.
record GuardedReceipt(Event event, Receipt receipt) implements Receipt {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedReceipt.class);

  @Override
  public void committed(long batch) {
    tell(() -> receipt.committed(batch));
  }

  @Override
  public void answered(long batch, Answer answer) {
    tell(() -> receipt.answered(batch, answer));
  }

  @Override
  public void refused(String why) {
    tell(() -> receipt.refused(why));
  }

  private void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      LOG.error("loop: whoever brought it could not be told what became of {}", event, e);
    }
  }
}
