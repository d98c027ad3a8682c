package org.yardmaster.master.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/// The token by which the master knows the command line of its own user on its own machine: who can
/// read the file may do everything. New at each start of the master, so an old copy is worth
/// nothing.
public final class TokenFile {
  private static final String NAME = "token";

  private final byte[] token;

  private TokenFile(String token) {
    this.token = token.getBytes(StandardCharsets.US_ASCII);
  }

  /// For the master at its start: writes a new token into the data folder, for its owner's eyes
  /// only.
  public static TokenFile write(Path dir) throws IOException {
    String token = RandomText.hex();
    PrivateFile.write(dir.resolve(NAME), (token + "\n").getBytes(StandardCharsets.US_ASCII));
    return new TokenFile(token);
  }

  /// For the command line: the token of the master that runs on this data folder, if this user may
  /// read it.
  public static Optional<String> read(Path dir) throws IOException {
    try {
      return Optional.of(Files.readString(dir.resolve(NAME), StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Whether this is the token. Takes the same time for every wrong one of its length.
  public boolean admits(String credential) {
    return MessageDigest.isEqual(token, credential.getBytes(StandardCharsets.UTF_8));
  }
}
