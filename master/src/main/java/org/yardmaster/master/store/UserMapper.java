package org.yardmaster.master.store;

import java.util.List;

/// Users.
interface UserMapper extends Table<String, UserRow> {
  List<UserRow> all();
}
