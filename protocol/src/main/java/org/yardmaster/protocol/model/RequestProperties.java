package org.yardmaster.protocol.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What holds for the properties of a request, whoever gives them: the steps of its builds see each
/// as a variable of their environment.
public final class RequestProperties {
  /// What the names of all variables begin with that say something of the build.
  public static final String PREFIX = "YARD_";

  /// Characters of all together: no system takes many more as environment variables.
  private static final int MOST = 100_000;

  /// What a build says of itself.
  private static final List<String> TAKEN = List.of("BUILDER", "BUILD", "REQUEST", "MARK");

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Z0-9_]");

  private RequestProperties() {}

  /// The variable by which steps see a property.
  public static String variable(String name) {
    return PREFIX + suffix(name);
  }

  private static String suffix(String name) {
    return NOT_IN_NAMES.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("_");
  }

  /// Their characters, names and values.
  public static long length(SortedMap<String, String> properties) {
    return properties.entrySet().stream()
        .mapToLong(property -> property.getKey().length() + (long) property.getValue().length())
        .sum();
  }

  /// What is wrong with these, in words; empty if nothing is.
  public static Optional<String> problem(SortedMap<String, String> properties) {
    SortedMap<String, String> names = new TreeMap<>();
    for (var property : properties.entrySet()) {
      String name = property.getKey();
      if (name.isBlank()) {
        return Optional.of("one has no name; write NAME=VALUE");
      }
      if (TAKEN.contains(suffix(name))) {
        return Optional.of(
            variable(name) + " tells the steps something else; name " + name + " otherwise");
      }
      String other = names.put(suffix(name), name);
      if (other != null) {
        return Optional.of(
            "the steps see %s and %s both as %s; name one of them otherwise"
                .formatted(other, name, variable(name)));
      }
    }
    long length = length(properties);
    return length > MOST
        ? Optional.of(
            "of %d characters together, %d may be; hand over more in a file"
                .formatted(length, MOST))
        : Optional.empty();
  }
}
