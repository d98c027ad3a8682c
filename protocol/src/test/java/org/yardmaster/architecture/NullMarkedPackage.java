package org.yardmaster.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/// The condition that a class lives in a package whose `package-info.java` says `@NullMarked`: the
/// compiler checks for nulls nowhere else.
final class NullMarkedPackage extends ArchCondition<JavaClass> {
  private NullMarkedPackage() {
    super("reside in a @NullMarked package");
  }

  static ArchCondition<JavaClass> resideInOne() {
    return new NullMarkedPackage();
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean marked =
        type.getPackage()
            .tryGetPackageInfo()
            .map(info -> info.isAnnotatedWith(NullMarked.class))
            .orElse(false);
    if (!marked) {
      events.add(
          SimpleConditionEvent.violated(
              type,
              "%s: package %s has no @NullMarked package-info.java; add one"
                  .formatted(type.getName(), type.getPackageName())));
    }
  }
}
