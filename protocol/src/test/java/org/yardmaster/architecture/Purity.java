package org.yardmaster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/// What "pure" means: which types a pure package may know, and which members of those it may not
/// touch, because they answer differently from one call, one JVM or one machine to the next.
final class Purity {
  private static final Set<String> VALUE_PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.constant",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.math",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "org.jspecify.annotations");

  /// Top-level types of those packages that are threads, clocks, chance, the machine, or
  /// collections without an order.
  private static final Set<String> NO_VALUES =
      Set.of(
          "java.lang.ClassLoader",
          "java.lang.IO",
          "java.lang.InheritableThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.ScopedValue",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.lang.invoke.VarHandle",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Calendar",
          "java.util.Date",
          "java.util.Formatter",
          "java.util.GregorianCalendar",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.Properties",
          "java.util.Random",
          "java.util.ResourceBundle",
          "java.util.Scanner",
          "java.util.ServiceLoader",
          "java.util.SplittableRandom",
          "java.util.TimeZone",
          "java.util.Timer",
          "java.util.TimerTask",
          "java.util.WeakHashMap");

  /// Members of the types that are left, without regard to their parameters.
  private static final Set<String> DIFFERENT_ANSWERS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.Object.notify",
          "java.lang.Object.notifyAll",
          "java.lang.Object.wait",
          "java.lang.StrictMath.random",
          "java.time.ZoneId.systemDefault",
          "java.util.Collections.shuffle",
          "java.util.Locale.getDefault",
          "java.util.Map.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Set.copyOf",
          "java.util.Set.of",
          "java.util.UUID.randomUUID",
          "java.util.stream.Collectors.groupingByConcurrent",
          "java.util.stream.Collectors.toConcurrentMap",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.toUnmodifiableSet");

  private Purity() {}

  /// Values of the JDK and JSpecify's annotations, or one of `own`.
  static DescribedPredicate<JavaClass> valuesOr(DescribedPredicate<? super JavaClass> own) {
    return describe(
        "are values or " + own.getDescription(),
        type -> {
          JavaClass element = type.getBaseComponentType();
          return element.isPrimitive() || isValue(element) || own.test(element);
        });
  }

  static DescribedPredicate<JavaAccess<?>> answersDifferently() {
    return describe(
        "a clock, chance, a thread, or a collection without an order",
        access -> isDifferent(access.getTarget()));
  }

  static DescribedPredicate<JavaAccess<?>> prints() {
    return describe(
        "the standard streams",
        access -> {
          AccessTarget target = access.getTarget();
          String owner = target.getOwner().getName();
          return switch (target.getName()) {
            case "out", "err" -> owner.equals("java.lang.System");
            case "println", "print" -> owner.equals("java.lang.IO");
            case "printStackTrace" ->
                target.getOwner().isAssignableTo(Throwable.class)
                    && access.getDescription().contains("printStackTrace()");
            default -> false;
          };
        });
  }

  private static boolean isValue(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    String topLevel = nested < 0 ? name : name.substring(0, nested);
    return VALUE_PACKAGES.contains(type.getPackageName()) && !NO_VALUES.contains(topLevel);
  }

  private static boolean isDifferent(AccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    if (owner.equals("java.lang.System")) {
      return !name.equals("arraycopy");
    }
    if (name.equals("now")) {
      return owner.startsWith("java.time.");
    }
    if (name.equals("parallelStream") || name.equals("parallel")) {
      return owner.startsWith("java.util.");
    }
    return DIFFERENT_ANSWERS.contains(owner + "." + name) || isUnorderedCollector(target);
  }

  /// `toMap` and `groupingBy` make a hash map unless they are given a maker of maps.
  private static boolean isUnorderedCollector(AccessTarget target) {
    if (!(target instanceof AccessTarget.CodeUnitAccessTarget call)
        || !call.getOwner().getName().equals("java.util.stream.Collectors")) {
      return false;
    }
    int parameters = call.getRawParameterTypes().size();
    return switch (call.getName()) {
      case "toMap" -> parameters < 4;
      case "groupingBy" -> parameters < 3;
      default -> false;
    };
  }
}
