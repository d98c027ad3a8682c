package org.yardmaster.slave.owner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.wire.MalformedFrame;
import org.yardmaster.protocol.wire.Records;

/// Listens for the owner's commands. Each connection carries one command and its answer.
public final class OwnerSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OwnerSocket.class);

  /// A socket's path may have about 108 bytes; where the data folder's is too long, this file in it
  /// tells another.
  private static final int LONGEST_PATH = 100;

  private static final String SOCKET = "owner.sock";
  private static final String ELSEWHERE = "owner.path";
  private static final int LONGEST_COMMAND = 64 * 1024;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final ServerSocketChannel server;
  private final Path path;
  private final Function<OwnerCommand, OwnerReply> slave;
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();

  private OwnerSocket(
      ServerSocketChannel server, Path path, Function<OwnerCommand, OwnerReply> slave) {
    this.server = server;
    this.path = path;
    this.slave = slave;
  }

  /// Listens in the data folder, which must be locked by this process: a socket that is there is a
  /// dead one.
  ///
  /// @param slave answers; called by threads of this object
  public static OwnerSocket open(Path data, Function<OwnerCommand, OwnerReply> slave)
      throws IOException {
    Path path = place(data);
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    restrict(path);
    OwnerSocket socket = new OwnerSocket(server, path, slave);
    var _ = Thread.ofPlatform().daemon().name("owner").start(socket::acceptAll);
    return socket;
  }

  private static Path place(Path data) throws IOException {
    Path beside = data.toAbsolutePath().resolve(SOCKET);
    Files.deleteIfExists(data.resolve(ELSEWHERE));
    if (beside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
      return beside;
    }
    Path elsewhere = Files.createTempDirectory("yardmaster-").resolve(SOCKET);
    Files.writeString(data.resolve(ELSEWHERE), elsewhere.toString());
    return elsewhere;
  }

  /// Where the socket of a data folder is.
  static Path find(Path data) throws IOException {
    Path elsewhere = data.resolve(ELSEWHERE);
    return Files.exists(elsewhere)
        ? Path.of(Files.readString(elsewhere))
        : data.toAbsolutePath().resolve(SOCKET);
  }

  private static void restrict(Path path) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel owner = server.accept();
        connections.execute(() -> serve(owner));
      }
    } catch (AsynchronousCloseException e) {
      log.debug("owner: socket closed", e);
    } catch (IOException e) {
      if (server.isOpen()) {
        log.error("owner: no more commands from {}", path, e);
      }
    }
  }

  private void serve(SocketChannel owner) {
    try (owner) {
      OwnerReply reply = answer(readLine(owner));
      writeLine(owner, Records.toJson(reply));
    } catch (IOException e) {
      log.debug("owner: went away before the answer", e);
    }
  }

  private OwnerReply answer(String line) {
    try {
      return slave.apply(Records.fromJson(line, OwnerCommand.class));
    } catch (MalformedFrame e) {
      return new OwnerReply.Refused("no such command: " + e.getMessage());
    }
  }

  static String readLine(SocketChannel channel) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
      line.append((char) c);
      if (line.length() > LONGEST_COMMAND) {
        throw new IOException("line longer than " + LONGEST_COMMAND);
      }
    }
    return line.toString();
  }

  static void writeLine(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Takes no more commands; those under way are answered first.
  @Override
  public void close() {
    try {
      server.close();
      connections.shutdown();
      if (!connections.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        connections.shutdownNow();
      }
      Files.deleteIfExists(path);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("owner: socket " + path + " cannot be removed", e);
    }
  }
}
