package org.yardmaster.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// A real master for tests: real database, real TLS sockets on free ports of this machine, in this
/// JVM.
public final class TestMaster implements AutoCloseable {
  private final Path data;
  private Master master;

  private TestMaster(Path data, Master master) {
    this.data = data;
    this.master = master;
  }

  /// Makes a farm in an empty folder and starts its master.
  public static TestMaster start(Path data, String farmYaml) throws Exception {
    Files.createDirectories(data);
    FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now());
    Files.writeString(data.resolve("farm.yaml"), farmYaml);
    return new TestMaster(data, Master.start(options(data, 0, 0, false)));
  }

  private static MasterOptions options(Path data, int consoles, int slaves, boolean apply) {
    return new MasterOptions(
        data, Optional.empty(), apply, "127.0.0.1", consoles, slaves, List.of("127.0.0.1"));
  }

  /// Stops the master cleanly and starts it again on the same ports.
  public void restart() throws Exception {
    int consoles = master.consoleAddress().getPort();
    int slaves = master.slaveAddress().getPort();
    master.close();
    master = Master.start(options(data, consoles, slaves, false));
  }

  public Master master() {
    return master;
  }

  public HostPort consoles() {
    return new HostPort("127.0.0.1", master.consoleAddress().getPort());
  }

  public HostPort slaves() {
    return new HostPort("127.0.0.1", master.slaveAddress().getPort());
  }

  public Fingerprint fingerprint() {
    return Fingerprint.parse(master.fingerprint());
  }

  /// Where this machine's account logs in without a password.
  public MasterClient.Target local() throws IOException {
    return new MasterClient.Target(
        consoles(), Optional.of(fingerprint()), "", TokenFile.read(data).orElseThrow(), true);
  }

  /// A console attached as the master's own account, with the farm's rows.
  public TestConsole console() throws Exception {
    return TestConsole.attach(local());
  }

  /// Lets a slave in, and gives its secret.
  public String addSlave(TestConsole admin, String name, int maxBuilds) throws Exception {
    String secret = Secrets.random();
    admin.accepted(
        new Command.AddSlave(
            name, new SlaveDefinition(new TreeSet<>(), maxBuilds), Secrets.hash(secret)));
    return secret;
  }

  /// A command that submits to a builder.
  public static Command submit(String builder) {
    return new Command.Submit(builder, "test", new TreeMap<>(), Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    master.close();
  }
}
