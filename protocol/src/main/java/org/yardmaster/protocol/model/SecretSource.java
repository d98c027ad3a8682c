package org.yardmaster.protocol.model;

/// Where the master finds the value of a secret: never the value itself.
public sealed interface SecretSource {

  /// The content of a file on the master's machine, without its last line end.
  record OfFile(String path) implements SecretSource {}

  /// An environment variable of the master.
  record OfEnvironment(String variable) implements SecretSource {}
}
