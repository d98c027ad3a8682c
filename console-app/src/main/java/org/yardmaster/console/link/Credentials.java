package org.yardmaster.console.link;

/// Who wants in, and what proves it: a password or, with `token`, the content of the token file
/// that a master keeps for its own machine's user.
public record Credentials(String user, String secret, boolean token) {
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
