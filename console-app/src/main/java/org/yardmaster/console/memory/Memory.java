package org.yardmaster.console.memory;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// The files the console remembers by, in a folder of its own. What cannot be read counts as
/// forgotten, what cannot be written is not remembered: both are logged, neither stops the console.
public final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

  private final Path folder;

  public Memory(Path folder) {
    this.folder = folder;
  }

  /// The folder for a user's own settings on this machine.
  public static Path standardFolder() {
    String home = System.getProperty("user.home", ".");
    return Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
        .or(() -> Optional.ofNullable(System.getenv("APPDATA")))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .orElse(Path.of(home, ".config"))
        .resolve("yardmaster-console");
  }

  /// The masters known, the one used last first.
  public List<KnownMaster> masters() {
    Path masters = folder.resolve("masters");
    if (!Files.isDirectory(masters)) {
      return List.of();
    }
    List<KnownMaster> known = new ArrayList<>();
    try (Stream<Path> files = Files.list(masters)) {
      files
          .filter(file -> file.toString().endsWith(".properties"))
          .forEach(file -> read(file).flatMap(Memory::master).ifPresent(known::add));
    } catch (IOException failure) {
      LOG.warn("memory {}: masters cannot be listed; none is known", masters, failure);
    }
    known.sort(Comparator.comparing(KnownMaster::usedAt).reversed());
    return known;
  }

  /// What is known of the master at an address.
  public Optional<KnownMaster> master(HostPort address) {
    return read(file(address)).flatMap(Memory::master);
  }

  /// Remembers a master.
  public void keep(KnownMaster master) {
    Properties properties = new Properties();
    properties.setProperty("address", master.address().toString());
    properties.setProperty("farm", master.farm());
    properties.setProperty("user", master.user());
    master.fingerprint().ifPresent(it -> properties.setProperty("fingerprint", it.hex()));
    properties.setProperty("used", master.usedAt().toString());
    properties.setProperty("view", master.view());
    write(file(master.address()), properties);
  }

  /// How the window was left last.
  public WindowState window() {
    return read(folder.resolve("window.properties"))
        .map(Memory::window)
        .orElseGet(WindowState::first);
  }

  /// Remembers how the window is left.
  public void keep(WindowState window) {
    Properties properties = new Properties();
    properties.setProperty("width", String.valueOf(window.width()));
    properties.setProperty("height", String.valueOf(window.height()));
    properties.setProperty("maximized", String.valueOf(window.maximized()));
    properties.setProperty("theme", window.theme());
    write(folder.resolve("window.properties"), properties);
  }

  /// How the views of the master at an address were left.
  public ViewMemory views(HostPort address) {
    SortedMap<String, String> noted = new TreeMap<>();
    read(views(file(address)))
        .ifPresent(
            it -> it.stringPropertyNames().forEach(name -> noted.put(name, it.getProperty(name))));
    return new ViewMemory(noted);
  }

  /// Remembers how the views of a master are left.
  public void keep(HostPort address, ViewMemory views) {
    Properties properties = new Properties();
    properties.putAll(views.noted());
    write(views(file(address)), properties);
  }

  private static Path views(Path master) {
    return master.resolveSibling(master.getFileName() + ".views");
  }

  private Path file(HostPort address) {
    String name = address.toString().replaceAll("[^A-Za-z0-9.-]", "_");
    return folder.resolve("masters").resolve(name + ".properties");
  }

  private static Optional<KnownMaster> master(Properties properties) {
    try {
      return Optional.of(
          new KnownMaster(
              HostPort.parse(properties.getProperty("address", "")),
              properties.getProperty("farm", ""),
              properties.getProperty("user", ""),
              Optional.ofNullable(properties.getProperty("fingerprint")).map(Fingerprint::parse),
              Instant.parse(properties.getProperty("used", "")),
              properties.getProperty("view", "QUEUE")));
    } catch (IllegalArgumentException | java.time.DateTimeException unreadable) {
      LOG.warn("memory: a master's file cannot be understood; it is forgotten", unreadable);
      return Optional.empty();
    }
  }

  private static WindowState window(Properties properties) {
    WindowState first = WindowState.first();
    return new WindowState(
        number(properties, "width", first.width()),
        number(properties, "height", first.height()),
        Boolean.parseBoolean(properties.getProperty("maximized", "false")),
        properties.getProperty("theme", first.theme()));
  }

  private static double number(Properties properties, String name, double otherwise) {
    String text = properties.getProperty(name, "");
    return text.matches("\\d{3,5}(\\.\\d+)?") ? Double.parseDouble(text) : otherwise;
  }

  private static Optional<Properties> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      return Optional.of(properties);
    } catch (IOException | IllegalArgumentException failure) {
      LOG.warn("memory {}: cannot be read; it is forgotten", file, failure);
      return Optional.empty();
    }
  }

  private static void write(Path file, Properties properties) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      try (Writer writer = Files.newBufferedWriter(fresh)) {
        properties.store(writer, null);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      LOG.warn("memory {}: cannot be written; it will not be remembered", file, failure);
    }
  }
}
