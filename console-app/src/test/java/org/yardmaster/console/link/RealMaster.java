package org.yardmaster.console.link;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.master.Master;
import org.yardmaster.master.MasterOptions;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// A real master in this JVM, on free ports of this machine, that can be lost and come back.
public final class RealMaster implements AutoCloseable {
  private final Path data;
  private final int consoles;
  private final int slaves;
  private Master master;

  private RealMaster(Path data, Master master) {
    this.data = data;
    this.master = master;
    this.consoles = master.consoleAddress().getPort();
    this.slaves = master.slaveAddress().getPort();
  }

  /// Makes a farm in an empty folder and starts its master.
  public static RealMaster start(Path data, String farmYaml) throws Exception {
    Files.createDirectories(data);
    FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now());
    Files.writeString(data.resolve("farm.yaml"), farmYaml);
    return new RealMaster(data, Master.start(options(data, 0, 0)));
  }

  private static MasterOptions options(Path data, int consoles, int slaves) {
    return new MasterOptions(
        data, Optional.empty(), false, "127.0.0.1", consoles, slaves, List.of("127.0.0.1"));
  }

  /// Starts it again where it was.
  public void comeBack() throws Exception {
    master = Master.start(options(data, consoles, slaves));
  }

  public HostPort address() {
    return new HostPort("127.0.0.1", consoles);
  }

  public Fingerprint fingerprint() {
    return Fingerprint.parse(master.fingerprint());
  }

  /// Where this machine's account logs in without a password.
  public MasterClient.Target local() throws Exception {
    return new MasterClient.Target(
        address(), Optional.of(fingerprint()), "", TokenFile.read(data).orElseThrow(), true);
  }

  /// Where a user logs in.
  public MasterClient.Target as(String user, String password) {
    return new MasterClient.Target(address(), Optional.of(fingerprint()), user, password, false);
  }

  /// Where slaves find it.
  public HostPort slaves() {
    return new HostPort("127.0.0.1", slaves);
  }

  @Override
  public void close() {
    master.close();
  }
}
