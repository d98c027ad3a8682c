package org.yardmaster.master.cli;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command.AddSlave;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.wire.HostPort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Let a slave in, or give a known one a new secret.",
      "Prints the line to paste on the slave's machine; the secret in it is shown only here."
    })
final class SlaveAddCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "NAME", description = "The slave's name.")
  private String name = "";

  @Option(
      names = {"-c", "--capability"},
      paramLabel = "CAPABILITY",
      split = ",",
      description = "What it can do: linux, java-25 ...")
  private TreeSet<String> capabilities = new TreeSet<>();

  @Option(
      names = "--max-builds",
      paramLabel = "N",
      description = "How many builds at once; 1 if left out.")
  private int maxBuilds = 1;

  @Option(
      names = "--address",
      paramLabel = "HOST[:PORT]",
      description = "How the slave finds the master; the master's own guess if left out.")
  private Optional<String> address = Optional.empty();

  SlaveAddCommand(ToMaster master) {
    this.master = master;
  }

  /// What a script reads. `command` is the line to paste.
  record Added(
      boolean accepted,
      long number,
      String text,
      String name,
      String secret,
      String fingerprint,
      String address,
      List<String> addresses,
      String command) {}

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      attached.need(Role.ADMIN);
      Reply.Joining joining = attached.ask(new Query.Join(), Reply.Joining.class);
      String where = address.map(text -> withPort(text, joining)).orElseGet(() -> guess(joining));
      String secret = Secrets.random();
      Answer.Accepted answer =
          attached.command(
              new AddSlave(
                  name, new SlaveDefinition(capabilities, maxBuilds), Secrets.hash(secret)));
      String line =
          "yardmaster-slave join --master %s --fingerprint %s --name %s --secret %s"
              .formatted(where, joining.fingerprint(), name, secret);
      print(
          new Added(
              true,
              answer.number(),
              answer.text(),
              name,
              secret,
              joining.fingerprint(),
              where,
              joining.addresses(),
              line));
    }
    return ExitCode.OK.code();
  }

  /// The line alone goes to the output, so that it can be piped; what is said about it does not.
  private void print(Added added) {
    if (!master.json()) {
      master.terminal().err().println(added.text() + ". On its machine, paste:");
    }
    master.print(() -> added.command() + "\n", added);
    if (!master.json() && added.addresses().size() > 1 && address.isEmpty()) {
      master
          .terminal()
          .err()
          .println(
              "The master can also be reached at " + String.join(", ", added.addresses()) + ".");
    }
  }

  /// The first address that means something on another machine.
  static String guess(Reply.Joining joining) {
    List<String> addresses = joining.addresses();
    return addresses.stream()
        .filter(each -> !isLoopback(HostPort.parse(each).host()))
        .findFirst()
        .or(() -> addresses.stream().findFirst())
        .orElseThrow(() ->
            new Failure(
                ExitCode.REFUSED, "slave: the master tells no address of its own; give --address"));
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String withPort(String text, Reply.Joining joining) {
    int port =
        joining.addresses().stream()
            .map(HostPort::parse)
            .mapToInt(HostPort::port)
            .findFirst()
            .orElse(org.yardmaster.master.MasterOptions.SLAVE_PORT);
    try {
      return HostPort.parse(text, port).toString();
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
