package org.yardmaster.protocol.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Makes and checks the verifiers that are stored instead of people's passwords:
/// `pbkdf2-sha256$<rounds>$<salt>$<hash>`, salt and hash in base64url. Slow by intent (a good tenth
/// of a second).
public final class Passwords {
  private static final String SCHEME = "pbkdf2-sha256";
  private static final int ROUNDS = 600_000;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /// A verifier for a password, with a salt of its own.
  public static String verifier(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return SCHEME + "$" + ROUNDS + "$" + text(salt) + "$" + text(hash(password, salt, ROUNDS));
  }

  /// Whether the password is the one that the verifier was made for. Takes the same time whatever
  /// differs.
  ///
  /// @throws IllegalArgumentException if the verifier is none
  public static boolean matches(String password, String verifier) {
    String[] parts = verifier.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalArgumentException(
          "password verifier: not of the form " + SCHEME + "$rounds$salt$hash");
    }
    int rounds = Integer.parseInt(parts[1]);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "password verifier: " + rounds + " rounds; 1 to " + MOST_ROUNDS + " are sane");
    }
    byte[] expected = Base64.getUrlDecoder().decode(parts[3]);
    return MessageDigest.isEqual(
        expected, hash(password, Base64.getUrlDecoder().decode(parts[2]), rounds));
  }

  /// Spends as much time as a check does, for a user that does not exist: names must not be found
  /// out by the clock.
  public static void waste(String password) {
    hash(password, new byte[SALT_BYTES], ROUNDS);
  }

  private static byte[] hash(String password, byte[] salt, int rounds) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BYTES * 8);
      try {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(spec)
            .getEncoded();
      } finally {
        spec.clearPassword();
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
