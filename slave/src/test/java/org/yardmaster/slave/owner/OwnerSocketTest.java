package org.yardmaster.slave.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Presence;

@Timeout(20)
final class OwnerSocketTest {
  private static final OwnerReply REPORT =
      new OwnerReply.Report(
          "s1",
          7,
          Presence.away("lunch", Optional.of(Instant.ofEpochSecond(9))),
          false,
          List.of(
              new OwnerReply.Running(
                  new BuildId(3), "linux", Optional.of("test"), Instant.ofEpochSecond(1))),
          2,
          Optional.of("m:1"),
          Optional.of(Instant.ofEpochSecond(2)),
          Optional.empty());

  @TempDir Path data;

  private final BlockingQueue<OwnerCommand> heard = new LinkedBlockingQueue<>();

  private OwnerReply answer(OwnerCommand command) {
    heard.add(command);
    return REPORT;
  }

  @Test
  void commandsAndAnswersGoThrough() throws Exception {
    try (OwnerSocket _ = OwnerSocket.open(data, this::answer)) {
      for (OwnerCommand command :
          List.of(
              new OwnerCommand.Status(),
              new OwnerCommand.Away("a\nb \"c\"", Optional.of(Instant.ofEpochSecond(5))),
              new OwnerCommand.Back(),
              new OwnerCommand.Stop(true, ""))) {
        assertThat(new OwnerClient(data).say(command)).isEqualTo(REPORT);
        assertThat(heard.take()).isEqualTo(command);
      }
    }
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    try (OwnerSocket _ = OwnerSocket.open(data, this::answer);
        SocketChannel channel =
            SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("owner.sock")))) {
      OwnerSocket.writeLine(channel, "{\"type\":\"Explode\"}");
      assertThat(OwnerSocket.readLine(channel)).contains("\"Refused\"").contains("no such command");
    }
  }

  @Test
  void socketOfADeadSlaveIsReplaced() throws Exception {
    OwnerSocket.open(data, this::answer);
    try (OwnerSocket _ = OwnerSocket.open(data, this::answer)) {
      assertThat(new OwnerClient(data).say(new OwnerCommand.Status())).isEqualTo(REPORT);
    }
    assertThatThrownBy(() -> new OwnerClient(data).say(new OwnerCommand.Status()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void folderWithALongNameHasItsSocketElsewhere() throws Exception {
    Path deep = Files.createDirectories(data.resolve("x".repeat(120)));
    try (OwnerSocket _ = OwnerSocket.open(deep, this::answer)) {
      assertThat(new OwnerClient(deep).say(new OwnerCommand.Status())).isEqualTo(REPORT);
    }
  }
}
