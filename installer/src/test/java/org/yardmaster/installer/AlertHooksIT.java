package org.yardmaster.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The ready alert hooks of the image, run as the master runs them, against a command pipe like
/// Nagios' and a client like Xymon's.
@Timeout(60)
class AlertHooksIT {
  private static final Path ALERTS = Product.IMAGE.resolve("share/alerts");

  @TempDir private Path folder;
  private Product product;

  @BeforeEach
  void open() throws Exception {
    product = new Product(folder);
  }

  @Test
  void nagiosGetsAPassiveCheckOfTheSlavesHost() throws Exception {
    assertThat(nagios("host-down", "osx-3", "begin", "silent|since\nnoon"))
        .matches(
            "\\[\\d+] PROCESS_SERVICE_CHECK_RESULT;osx-3;host-down;2;farm: osx-3: silent since"
                + " noon");
    assertThat(nagios("host-down", "osx-3", "over", "silent"))
        .endsWith(";osx-3;host-down;0;farm: osx-3: over: silent");
  }

  @Test
  void nagiosGetsWhatIsAboutNoSlaveForTheMaster() throws Exception {
    assertThat(nagios("request-shelved", "#12", "begin", "lost 3 builds"))
        .endsWith(";master;request-shelved;1;farm: #12: lost 3 builds");
  }

  @Test
  void withoutNagiosTheHookFailsAndMakesNoFile() throws Exception {
    Path pipe = folder.resolve("nagios.cmd");

    Product.Ended ended =
        product.run(hook("nagios-passive-check", pipe.toString(), "queue-not-moving", "queue"));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("no command pipe");
    assertThat(pipe).doesNotExist();
  }

  @Test
  void xymonGetsAStatus() throws Exception {
    Path said = folder.resolve("said");
    Path client = folder.resolve("xymon");
    Files.writeString(client, "#!/bin/sh\nprintf '%s|%s\\n' \"$1\" \"$2\" > " + said + "\n");
    assertThat(client.toFile().setExecutable(true)).isTrue();
    ProcessBuilder hook = hook("xymon-status", "watch.example.org", "host-down", "osx-3.lab");
    hook.environment().put("XYMON", client.toString());

    assertThat(product.run(hook).exit()).isZero();

    assertThat(Files.readString(said))
        .startsWith("watch.example.org|status+52w osx-3,lab.host-down red ")
        .endsWith("\nfarm: osx-3.lab: it is so\nsince 2026-03-01T12:00:00Z\n");
  }

  private String nagios(String kind, String subject, String state, String text) throws Exception {
    Path pipe = folder.resolve("nagios.cmd");
    if (!Files.exists(pipe)) {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    }
    Path got = folder.resolve("got");
    Process nagios =
        new ProcessBuilder("cat", pipe.toString()).redirectOutput(got.toFile()).start();
    try {
      ProcessBuilder hook = hook("nagios-passive-check", pipe.toString(), kind, subject);
      hook.environment().put("YARD_ALERT_STATE", state);
      hook.environment().put("YARD_ALERT_TEXT", text);
      assertThat(product.run(hook).exit()).isZero();
      assertThat(nagios.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      nagios.destroyForcibly();
    }
    return Files.readString(got).strip();
  }

  private ProcessBuilder hook(String name, String where, String kind, String subject) {
    ProcessBuilder hook = product.program(ALERTS.resolve(name), where, "master");
    hook.environment().put("YARD_FARM", "farm");
    hook.environment().put("YARD_ALERT_NUMBER", "1");
    hook.environment().put("YARD_ALERT_KIND", kind);
    hook.environment().put("YARD_ALERT_SUBJECT", subject);
    hook.environment().put("YARD_ALERT_STATE", "begin");
    hook.environment().put("YARD_ALERT_SINCE", "2026-03-01T12:00:00Z");
    hook.environment().put("YARD_ALERT_TEXT", "it is so");
    return hook;
  }
}
