package org.yardmaster.slave.owner;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.yardmaster.protocol.wire.Records;

/// Says one command to the slave of a data folder.
public final class OwnerClient {
  private final Path data;

  public OwnerClient(Path data) {
    this.data = data;
  }

  /// @throws IOException if no slave runs there, or it is another user's
  public OwnerReply say(OwnerCommand command) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(OwnerSocket.find(data)))) {
      OwnerSocket.writeLine(channel, Records.toJson(command));
      String line = OwnerSocket.readLine(channel);
      if (line.isEmpty()) {
        throw new IOException("the slave ended before it answered");
      }
      return Records.fromJson(line, OwnerReply.class);
    }
  }
}
