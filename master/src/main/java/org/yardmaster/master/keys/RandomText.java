package org.yardmaster.master.keys;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes text that nobody guesses.
final class RandomText {
  private static final int BYTES = 32;

  private RandomText() {}

  /// 256 random bits in hexadecimal digits.
  static String hex() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
