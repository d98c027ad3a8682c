package org.yardmaster.master.keys;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.Sorted;

/// Finds the values of secrets at the moment a build is sent: a changed file is used from the next
/// build on. Reads files, so not on the loop's thread.
public final class SecretValues {
  private static final int MAX_BYTES = 64 << 10;
  private static final Pattern LAST_LINE_END = Pattern.compile("\\r?\\n\\z");

  private final Path dir;
  private final Function<String, Optional<String>> environment;

  /// Relative files are looked for in `dir`.
  public SecretValues(Path dir, Function<String, Optional<String>> environment) {
    this.dir = dir;
    this.environment = environment;
  }

  /// With the environment of this process.
  public static SecretValues ofThisProcess(Path dir) {
    return new SecretValues(dir, name -> Optional.ofNullable(System.getenv(name)));
  }

  /// The values that were found, and what is wrong with the others: a build with problems is not to
  /// be started.
  public record Found(SortedMap<String, String> values, List<String> problems) {
    public Found {
      values = Sorted.map(values);
      problems = List.copyOf(problems);
    }

    /// Names only: values must not reach a log.
    @Override
    public String toString() {
      return "Found[" + values.keySet() + ", problems=" + problems + "]";
    }
  }

  /// Why a secret has no value.
  private static final class Missing extends Exception {
    Missing(String secret, String why) {
      super("secret " + secret + ": " + why);
    }
  }

  /// Looks up `names` where `sources` say. Problems name the secret and its source, never a value.
  public Found find(SortedSet<String> names, SortedMap<String, SecretSource> sources) {
    SortedMap<String, String> values = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      try {
        values.put(name, value(name, Optional.ofNullable(sources.get(name))));
      } catch (Missing e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Found(values, problems);
  }

  private String value(String name, Optional<SecretSource> source) throws Missing {
    if (source.isEmpty()) {
      throw new Missing(name, "not in the configuration; add it under 'secrets'");
    }
    return switch (source.get()) {
      case SecretSource.OfFile(String path) -> ofFile(name, dir.resolve(path));
      case SecretSource.OfEnvironment(String variable) -> ofEnvironment(name, variable);
    };
  }

  private String ofEnvironment(String name, String variable) throws Missing {
    Optional<String> value = environment.apply(variable).filter(text -> !text.isEmpty());
    if (value.isEmpty()) {
      throw new Missing(
          name, "variable " + variable + " is not set, or empty, in the master's environment");
    }
    return value.get();
  }

  private static String ofFile(String name, Path file) throws Missing {
    String value = LAST_LINE_END.matcher(content(name, file)).replaceFirst("");
    if (value.isEmpty()) {
      throw new Missing(name, "file " + file + " is empty");
    }
    if (value.indexOf('\0') >= 0) {
      throw new Missing(name, "file " + file + " holds a NUL character, which no variable can");
    }
    return value;
  }

  private static String content(String name, Path file) throws Missing {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Missing(name, "file " + file + " is longer than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw missing(name, "there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw missing(name, "file " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw missing(name, "file " + file + " cannot be read", e);
    }
  }

  private static Missing missing(String name, String why, IOException cause) {
    Missing missing = new Missing(name, why);
    missing.initCause(cause);
    return missing;
  }
}
