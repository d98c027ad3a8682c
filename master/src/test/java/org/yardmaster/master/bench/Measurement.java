package org.yardmaster.master.bench;

import java.nio.file.Path;

/// One thing that is measured, by its name for `-Dbench`.
interface Measurement {

  /// Measures, and gives each figure to the report.
  ///
  /// @param folder empty, and its own
  /// @throws Exception if anything is lost, doubled or refused: a slow farm is no failure, a wrong
  ///   one is
  void run(Path folder, Terms terms, Report report) throws Exception;
}
