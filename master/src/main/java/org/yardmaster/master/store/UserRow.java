package org.yardmaster.master.store;

import org.yardmaster.master.farm.Change;
import org.yardmaster.protocol.model.Role;

/// A user as a row.
record UserRow(String name, String role, String verifier) {

  static UserRow of(Change.User user) {
    return new UserRow(user.name(), user.role().name(), user.verifier());
  }

  Change.User toUser() {
    return new Change.User(name, Role.valueOf(role), verifier);
  }

  @Override
  public String toString() {
    return "UserRow[" + name + ", " + role + "]";
  }
}
