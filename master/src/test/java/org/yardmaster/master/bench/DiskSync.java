package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// How long the disk takes to save a little: nothing durable is faster. Measured alone, at the pace
/// of the other measurements, and seldom beside each of them: there it tells whether the disk or
/// the master was slow.
final class DiskSync implements Measurement {
  private static final int A_SECOND = 100;
  private static final long SELDOM_NANOS = Duration.ofMillis(100).toNanos();

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    Latencies alone = new Latencies();
    try (SyncedFile file = new SyncedFile(folder.resolve("synced"))) {
      Pace.keep(
          A_SECOND,
          Duration.ofSeconds(1),
          terms.time().dividedBy(3),
          (_, intended, warm) -> {
            file.append();
            if (warm) {
              alone.add(System.nanoTime() - intended);
            }
          });
    }
    report.add(Figure.of("disk: 4 kB appended and synced", alone).with("load", Machine.load()));
  }

  /// Another measurement, and of the disk meanwhile, through a file beside its folder.
  static Measurement beside(Measurement other) {
    return (folder, terms, report) -> beside(other, folder, terms, report);
  }

  private static void beside(Measurement other, Path folder, Terms terms, Report report)
      throws Exception {
    Latencies meanwhile = new Latencies();
    AtomicBoolean over = new AtomicBoolean();
    try (SyncedFile file =
        new SyncedFile(folder.resolveSibling(folder.getFileName() + ".synced"))) {
      Thread looking =
          Thread.ofPlatform()
              .name("disk-sync")
              .start(() -> {
                while (!over.get()) {
                  long begin = System.nanoTime();
                  file.append();
                  meanwhile.add(System.nanoTime() - begin);
                  LockSupport.parkNanos(SELDOM_NANOS);
                }
              });
      try {
        other.run(folder, terms, report);
      } finally {
        over.set(true);
        looking.join();
      }
    }
    report.add(Figure.of("disk meanwhile: 4 kB appended and synced", meanwhile));
  }
}
