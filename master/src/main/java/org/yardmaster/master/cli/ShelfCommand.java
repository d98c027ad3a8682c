package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "shelf",
    description = "Show the requests that lost too many builds and wait for 'unshelve'.")
final class ShelfCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  ShelfCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.list(ShelfListing::text, ShelfListing::rows);
  }
}
