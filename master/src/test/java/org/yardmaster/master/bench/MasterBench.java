package org.yardmaster.master.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs the measurements that `-Dbench` asks for, all of them if it is `all`, and reports.
final class MasterBench {
  private static final Path TARGET = Path.of("target");
  private static final Report REPORT = new Report(System.out);
  private static final Terms TERMS = Terms.ofProperties();
  private static final Map<String, Measurement> ALL = new LinkedHashMap<>();

  static {
    ALL.put("disk", new DiskSync());
    ALL.put("dispatch", DiskSync.beside(new Dispatch()));
    ALL.put("process", DiskSync.beside(new ProcessStart()));
    ALL.put("throughput", DiskSync.beside(new Throughput()));
    ALL.put("restart", DiskSync.beside(new Restart()));
    ALL.put("slaves", DiskSync.beside(new ManySlaves()));
    ALL.put("reorder", DiskSync.beside(new Reorder()));
    ALL.put("logs", DiskSync.beside(new LogFlood()));
    ALL.put("builds", DiskSync.beside(new RealBuilds()));
    ALL.put("sizes", DiskSync.beside(new Sizes()));
  }

  @BeforeAll
  static void describe() throws IOException {
    Files.createDirectories(TARGET);
    REPORT.heading("machine", Machine.describe(TARGET));
    REPORT.heading("parameters", TERMS.asText());
  }

  @TestFactory
  Stream<DynamicTest> measurements() {
    String wanted = System.getProperty("bench", "all");
    return ALL.entrySet().stream()
        .filter(each -> wanted.equals("all") || wanted.equals(each.getKey()))
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> run(each.getValue())));
  }

  private static void run(Measurement measurement) throws Exception {
    Path folder = Files.createTempDirectory(TARGET, "bench-");
    measurement.run(folder, TERMS, REPORT);
    Files.deleteIfExists(folder);
  }

  @AfterAll
  static void report() throws IOException {
    REPORT.heading("figures", new java.util.TreeMap<>());
    REPORT.table();
    REPORT.write(TARGET.resolve("bench.json"));
  }
}
