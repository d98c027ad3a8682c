package org.yardmaster.console.link;

import java.util.function.Supplier;

/// Who wants in, and what proves it: a password or, with `token`, the content of the token file
/// that a master keeps for its own machine's user.
///
/// @param secret asked for at each login, on the line's thread: the token is new at each start of
///   the master
public record Credentials(String user, Supplier<String> secret, boolean token) {

  /// A user who types a password once.
  public static Credentials password(String user, String password) {
    return new Credentials(user, () -> password, false);
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
