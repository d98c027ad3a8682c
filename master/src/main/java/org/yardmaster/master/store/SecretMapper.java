package org.yardmaster.master.store;

import java.util.List;

/// Hashes of the slaves' secrets.
interface SecretMapper extends Table<Long, SecretRow> {
  List<SecretRow> all();
}
