package org.yardmaster.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.testing.CuttingProxy;

@Order(1)
@Timeout(300)
class LostLinesIT {
  /// A line each ten milliseconds, for ten seconds, or for sixty.
  private static final int LINES = Boolean.getBoolean("long") ? 6_000 : 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void buildRunsThroughThreeCutLinesAndADeadMaster() throws Exception {
    try (Pipe pipe = new Pipe(folder);
        TryOut farm = new TryOut(folder, farm(pipe))) {
      farm.startMaster();
      try (CuttingProxy proxy = new CuttingProxy(farm.slaveAddress())) {
        farm.join("rack", "127.0.0.1:" + proxy.port());
        farm.yardmaster("submit", "numbers");

        assertThat(pipe.next()).isEqualTo("a fifth");
        cut(proxy);
        assertThat(pipe.next()).isEqualTo("a fifth");
        int before = proxy.accepted();
        farm.killMaster();
        farm.startMaster();
        assertThat(proxy.awaitAccepted(before + 1, PATIENCE)).isTrue();
        assertThat(pipe.next()).isEqualTo("a fifth");
        cut(proxy);
        assertThat(pipe.next()).isEqualTo("a fifth");
        cut(proxy);

        String followed = farm.yardmaster("log", "-f", "1");
        assertThat(followed.lines()).containsExactlyElementsOf(lines());
        assertThat(farm.yardmaster("log", "1").lines()).containsExactlyElementsOf(lines());
        assertThat(farm.yardmaster("history", "--json"))
            .contains("\"outcome\" : \"SUCCESS\"")
            .contains("\"attempts\" : 1,");
      }
    }
  }

  private static void cut(CuttingProxy proxy) throws InterruptedException {
    int before = proxy.accepted();
    proxy.cut();
    assertThat(proxy.awaitAccepted(before + 1, PATIENCE)).isTrue();
  }

  private static List<String> lines() {
    return IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList();
  }

  private static String farm(Pipe pipe) {
    return """
    builders:
      numbers:
        steps:
          - |
            i=0
            while [ $i -lt %d ]; do
              i=$((i + 1))
              echo "line $i"
              if [ $((i %% %d)) -eq 0 ] && [ $i -lt %d ]; then %s; fi
              sleep 0.01
            done
    """
        .formatted(LINES, LINES / 5, LINES, pipe.tell("a fifth"));
  }
}
