package org.yardmaster.console.link;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;

/// Opens lines over TLS. One thread owns all clients made here.
public final class ClientConnector implements Connector, AutoCloseable {
  private final SystemTimer timer = new SystemTimer("console-timer");
  private final WireClient<ConsoleFrame> wire =
      new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "console-line");
        thread.setDaemon(true);
        return thread;
      });

  @Override
  public CompletableFuture<FarmLink> connect(
      HostPort address, Optional<Fingerprint> fingerprint, Credentials who) {
    ClientLink link = new ClientLink(owner, timer, fingerprint.isPresent());
    MasterClient client =
        new MasterClient(
            new MasterClient.Target(address, fingerprint, who.user(), who.secret(), who.token()),
            MasterClient.Persistence.COME_BACK,
            wire,
            timer,
            () -> ThreadLocalRandom.current().nextDouble(),
            owner,
            link);
    return link.begin(client);
  }

  @Override
  public void close() {
    owner.shutdown();
    wire.close();
    timer.close();
  }
}
