package org.yardmaster.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// Remembers in a file what something was made from.
final class Stamp {
  private final Path file;

  Stamp(Path file) {
    this.file = file;
  }

  /// A digest of the names and contents of files.
  static String of(List<Path> files) throws IOException {
    MessageDigest digest = sha256();
    for (Path file : files) {
      digest.update(Stamp.bytes(file.toString()));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] bytes(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  boolean says(String text) throws IOException {
    try {
      return Files.readString(file).equals(text);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Tells by its time that what was made is younger than what it was made from.
  void touch() throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
