package org.yardmaster.master.config;

import java.util.Optional;
import org.yardmaster.protocol.model.SecretSource;

/// Reads where the value of a secret is kept: a file or a variable of the master's environment.
final class SecretReader {
  private static final String BOTH_FORMS = "'file: PATH' or 'env: VARIABLE'";

  private SecretReader() {}

  static SecretSource read(Value key, Value value) {
    if (value.isNothing() || value.isText()) {
      new Value(value.context(), key.node()).problem("no source; write " + BOTH_FORMS);
      return nowhere();
    }
    return value.section(Keys.SECRET).map(SecretReader::read).orElseGet(SecretReader::nowhere);
  }

  private static SecretSource read(Section secret) {
    Optional<Value> file = secret.get("file");
    Optional<Value> env = secret.get("env");
    if (file.isPresent() == env.isPresent()) {
      String found = file.isPresent() ? "both 'file' and 'env'" : "neither 'file' nor 'env'";
      secret.self().problem(found + "; write one of " + BOTH_FORMS);
      return nowhere();
    }
    return file.flatMap(Value::line)
        .<SecretSource>map(SecretSource.OfFile::new)
        .or(() -> env.flatMap(Value::variable).map(SecretSource.OfEnvironment::new))
        .orElseGet(SecretReader::nowhere);
  }

  /// Stands in for a source that has been reported.
  private static SecretSource nowhere() {
    return new SecretSource.OfEnvironment("");
  }
}
