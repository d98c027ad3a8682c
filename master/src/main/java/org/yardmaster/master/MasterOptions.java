package org.yardmaster.master;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a master is started.
///
/// @param data the farm's data folder, made by `yardmaster init`
/// @param config the farm.yaml to look at; without one, that in the data folder
/// @param apply put that file in force even though another configuration is
/// @param bind the address to listen on
/// @param consolePort for consoles and command lines; 0 takes a free one
/// @param slavePort for slaves; 0 takes a free one
/// @param advertised hosts, or host:port, by which slaves find this master; without any, this
///   machine's
public record MasterOptions(
    Path data,
    Optional<Path> config,
    boolean apply,
    String bind,
    int consolePort,
    int slavePort,
    List<String> advertised) {

  /// Where consoles find a master that says nothing else.
  public static final int CONSOLE_PORT = 7411;

  /// Where slaves do.
  public static final int SLAVE_PORT = 7412;

  public MasterOptions {
    advertised = List.copyOf(advertised);
  }

  /// On all addresses and the usual ports.
  public static MasterOptions of(Path data) {
    return new MasterOptions(
        data, Optional.empty(), false, "0.0.0.0", CONSOLE_PORT, SLAVE_PORT, List.of());
  }
}
