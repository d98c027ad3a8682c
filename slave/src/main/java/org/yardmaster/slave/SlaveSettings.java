package org.yardmaster.slave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// Who this slave is, where its master is, and where it keeps its things.
///
/// @param data the slave's folder: journal, workspaces, spool
public record SlaveSettings(
    String name, List<HostPort> masters, Fingerprint fingerprint, String secret, Path data) {

  /// The file's name in the data folder.
  public static final String FILE = "slave.yaml";

  public SlaveSettings {
    masters = List.copyOf(masters);
  }

  /// Without the secret: it must not reach a log.
  @Override
  public String toString() {
    return "SlaveSettings[name=" + name + ", masters=" + masters + ", data=" + data + "]";
  }

  /// What can be said on the command line and in the file; the command line goes first.
  public record Said(
      Optional<String> name,
      Optional<String> master,
      Optional<String> fingerprint,
      Optional<String> secret,
      Optional<Path> secretFile,
      Optional<Path> data) {

    /// The same, with what `other` says where this says nothing.
    public Said or(Said other) {
      boolean ownSecret = secret.isPresent() || secretFile.isPresent();
      return new Said(
          name.or(other::name),
          master.or(other::master),
          fingerprint.or(other::fingerprint),
          ownSecret ? secret : other.secret,
          ownSecret ? secretFile : other.secretFile,
          data.or(other::data));
    }

    /// The settings.
    ///
    /// @throws SettingsException naming all that is missing or wrong
    public SlaveSettings check(Path defaultData) {
      List<String> problems = new ArrayList<>();
      Optional<String> key = secret.or(() -> secretFile.flatMap(file -> read(file, problems)));
      if (name.isEmpty()) {
        problems.add("name: missing; say --name, as the master knows this slave");
      }
      if (key.isEmpty() && secretFile.isEmpty()) {
        problems.add("secret: missing; say --secret-file or --secret, from 'yardmaster slave add'");
      }
      List<HostPort> addresses = master.map(text -> addresses(text, problems)).orElse(List.of());
      if (master.isEmpty()) {
        problems.add("master: missing; say --master host:port[,host:port]");
      }
      Optional<Fingerprint> farm = fingerprint.flatMap(text -> farm(text, problems));
      if (fingerprint.isEmpty()) {
        problems.add("fingerprint: missing; say --fingerprint, from 'yardmaster slave add'");
      }
      if (!problems.isEmpty()) {
        throw new SettingsException(String.join("\n", problems));
      }
      return new SlaveSettings(
          name.orElseThrow(),
          addresses,
          farm.orElseThrow(),
          key.orElseThrow(),
          data.orElse(defaultData).toAbsolutePath().normalize());
    }

    private static Optional<String> read(Path file, List<String> problems) {
      try {
        return Optional.of(Files.readString(file).strip());
      } catch (IOException e) {
        problems.add("secret-file: " + file + " cannot be read: " + e.getMessage());
        return Optional.empty();
      }
    }

    private static List<HostPort> addresses(String text, List<String> problems) {
      List<HostPort> addresses = new ArrayList<>();
      for (String one : text.split(",", -1)) {
        try {
          addresses.add(HostPort.parse(one.strip()));
        } catch (IllegalArgumentException e) {
          problems.add("master: " + e.getMessage());
        }
      }
      return addresses;
    }

    private static Optional<Fingerprint> farm(String text, List<String> problems) {
      try {
        return Optional.of(Fingerprint.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add("fingerprint: " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /// What a settings file says. A relative path in it is relative to the file.
  ///
  /// @throws SettingsException if it is no such file
  public static Said read(Path file) {
    Map<String, String> all = new TreeMap<>(load(file));
    Path beside = file.toAbsolutePath();
    Said said =
        new Said(
            Optional.ofNullable(all.remove("name")),
            Optional.ofNullable(all.remove("master")),
            Optional.ofNullable(all.remove("fingerprint")),
            Optional.ofNullable(all.remove("secret")),
            Optional.ofNullable(all.remove("secret-file")).map(beside::resolveSibling),
            Optional.ofNullable(all.remove("data")).map(beside::resolveSibling));
    if (!all.isEmpty()) {
      throw new SettingsException(
          file
              + ": unknown "
              + all.keySet()
              + "; known are name, master, fingerprint, secret, secret-file, data");
    }
    return said;
  }

  private static Map<String, String> load(Path file) {
    Object root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new SettingsException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (YAMLException e) {
      throw new SettingsException(file + ": " + e.getMessage(), e);
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw new SettingsException(file + ": lines 'name: ...', 'master: ...' expected");
    }
    Map<String, String> all = new TreeMap<>();
    map.forEach((key, value) -> all.put(String.valueOf(key), text(value)));
    return all;
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  /// Writes them into the data folder, for the owner's eyes only.
  public Path write() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("master", String.join(",", masters.stream().map(HostPort::toString).toList()));
    all.put("fingerprint", fingerprint.toString());
    all.put("secret", secret);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    Path fresh = data.resolve(FILE + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh);
    if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(fresh, new Yaml(new Representer(options), options).dump(all));
    return Files.move(
        fresh,
        data.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
