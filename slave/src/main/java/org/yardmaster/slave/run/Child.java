package org.yardmaster.slave.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.yardmaster.protocol.log.LogLine;

/// A program that was started. Belongs to the thread that started it, but for [#handle].
interface Child extends AutoCloseable {

  /// Takes what a child prints; of different streams perhaps at once.
  interface Output {
    void take(LogLine.Source source, byte[] bytes, int length);
  }

  /// To see whether it lives, and to end it: any thread may.
  ProcessHandle handle();

  /// Takes what it prints until it has ended.
  ///
  /// @return its exit code; 128 and the signal's number if one ended it
  int await(Output output) throws InterruptedException;

  /// Takes what is still to come of its output, after its end: its own children may go on to print
  /// for as long as they live. Where that cannot be had, no more than it printed itself.
  ///
  /// @param over whether they should be gone
  /// @param grace how long to wait for the end of the output after that
  /// @return whether the output came to its end; if not, somebody still holds it
  boolean takeRest(Output output, BooleanSupplier over, Duration grace) throws InterruptedException;

  /// Gives up its output.
  @Override
  void close();
}
