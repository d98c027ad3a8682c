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

  /// The name of the builder.
  public static final String BUILDER = PREFIX + "BUILDER";

  /// The number of the build.
  public static final String BUILD = PREFIX + "BUILD";

  /// The number of the request.
  public static final String REQUEST = PREFIX + "REQUEST";

  /// By which the processes of a step are found and ended.
  public static final String MARK = PREFIX + "MARK";

  /// Characters of all together: no system takes many more as environment variables.
  private static final int MOST = 100_000;

  /// What a build says of itself.
  private static final List<String> TAKEN = List.of(BUILDER, BUILD, REQUEST, MARK);

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Z0-9_]");

  private RequestProperties() {}

  /// The variable by which steps see a property.
  public static String variable(String name) {
    return PREFIX + NOT_IN_NAMES.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("_");
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
      String variable = variable(name);
      if (name.isBlank()) {
        return Optional.of("one has no name; write NAME=VALUE");
      }
      if (TAKEN.contains(variable)) {
        return Optional.of(
            variable + " tells the steps something else; name " + name + " otherwise");
      }
      String other = names.put(variable, name);
      if (other != null) {
        return Optional.of(
            "the steps see %s and %s both as %s; name one of them otherwise"
                .formatted(other, name, variable));
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
