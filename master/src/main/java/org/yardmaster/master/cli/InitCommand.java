package org.yardmaster.master.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.master.config.FarmYaml;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.store.HsqldbStore;
import org.yardmaster.master.store.StoreException;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.wire.Fingerprint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a data folder. Its last act is the first user, so an attempt that was cut short is simply
/// made again.
@Command(
    name = "init",
    description = "Make a data folder: keys, database, first admin, and a farm.yaml to start from.")
final class InitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "New, or empty but for a farm.yaml of yours.")
  private Path dir = Path.of("");

  @Option(
      names = "--admin",
      paramLabel = "NAME",
      description = "The first user; 'admin' if left out.")
  private String admin = "admin";

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "That user's password; others on this machine may see it. Made up if left out.")
  private Optional<String> password = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the password in its first line.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "A name or address of this master, besides those it finds by itself.")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--json", description = "Prints JSON for scripts.")
  private boolean json;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What a script reads; `password` is there only where it was made up.
  record Made(String data, String fingerprint, String admin, Optional<String> password) {}

  @Override
  public Integer call() {
    NewPassword.Chosen chosen = choose();
    try {
      makeFolder();
      String fingerprint = fill(chosen);
      tell(
          new Made(
              dir.toString(),
              fingerprint,
              admin,
              chosen.madeUp() ? Optional.of(chosen.password()) : Optional.empty()));
      return ExitCode.OK.code();
    } catch (StoreException e) {
      throw new Failure(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(ExitCode.REFUSED, "data folder " + dir + ": cannot be made (" + e + ")");
    }
  }

  private NewPassword.Chosen choose() {
    return password
        .or(() -> passwordFile.map(ToMaster::firstLine))
        .map(NewPassword::given)
        .orElseGet(() -> new NewPassword.Chosen(NewPassword.random(), true));
  }

  /// For its owner's eyes only: whoever may read it may do everything.
  private void makeFolder() throws IOException {
    if (Files.isDirectory(dir)) {
      return;
    }
    Files.createDirectories(dir.toAbsolutePath().normalize().resolveSibling("."));
    if (dir.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(dir);
    }
  }

  private String fill(NewPassword.Chosen chosen) throws IOException {
    refuseForeignFiles();
    try (HsqldbStore store = HsqldbStore.open(dir)) {
      FirstUser first = new FirstUser(store);
      if (first.isThere()) {
        throw new Failure(
            ExitCode.REFUSED,
            "data folder " + dir + ": holds a farm already; it was left as it is");
      }
      FarmKeys keys = keys();
      writeOnce("farm.yaml", FarmYaml.starter());
      writeOnce("farm.schema.json", FarmYaml.schema());
      first.add(admin, Passwords.verifier(chosen.password()), terminal.user(), Instant.now());
      return keys.fingerprint();
    }
  }

  /// A folder that is something else is no place for a database.
  private void refuseForeignFiles() throws IOException {
    List<String> ours = List.of("farm.yaml", "farm.schema.json", "keys", "db", "lost+found");
    try (var files = Files.list(dir)) {
      Optional<Path> foreign =
          files.filter(file -> !ours.contains(String.valueOf(file.getFileName()))).findFirst();
      if (foreign.isPresent() && !Files.exists(dir.resolve("db"))) {
        throw new Failure(
            ExitCode.REFUSED,
            "data folder " + dir + ": is not empty (" + foreign.get() + "); name a new one");
      }
    }
  }

  private FarmKeys keys() throws IOException {
    List<String> all = new ArrayList<>(Hosts.ofThisMachine());
    all.addAll(hosts);
    return Files.exists(dir.resolve("keys").resolve("ca.p12"))
        ? FarmKeys.open(dir, all, Instant.now())
        : FarmKeys.create(dir, all, Instant.now());
  }

  private void writeOnce(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, text);
    }
  }

  private void tell(Made made) {
    terminal.out().print(json ? Json.document(made) : text(made));
    terminal.out().flush();
  }

  private String text(Made made) {
    return """
    Made the farm in %s.
    First user:   %s%s
    Fingerprint:  %s
    Next:
      edit %s
      yardmaster master --data %s
      yardmaster slave add NAME --data %s
    """
        .formatted(
            made.data(),
            made.admin(),
            made.password().map(text -> ", password (shown once): " + text).orElse(""),
            new Fingerprint(made.fingerprint()).grouped(),
            dir.resolve("farm.yaml"),
            made.data(),
            made.data());
  }
}
