package org.yardmaster.console.link;

/// Who wants in, and the password that proves it.
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
