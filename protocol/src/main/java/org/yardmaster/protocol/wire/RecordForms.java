package org.yardmaster.protocol.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/// Reads from the records' own Java what Jackson would have in annotations, so that the pure
/// packages need none: sealed families become types told apart by name, and record components that
/// cannot be empty are required.
final class RecordForms extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /// The field that carries the simple name of a record of a sealed family.
  static final String TYPE_FIELD = "type";

  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, TYPE_FIELD, null, false, true, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    return (annotated instanceof AnnotatedClass type && isOfFamily(type.getRawType()))
        ? BY_NAME
        : super.findPolymorphicTypeInfo(config, annotated);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    return (annotated instanceof AnnotatedClass type
            && type.getRawType().isInterface()
            && type.getRawType().isSealed())
        ? members(type.getRawType())
        : super.findSubtypes(config, annotated);
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
    return (type.getRawType().isRecord() && isOfFamily(type.getRawType()))
        ? type.getRawType().getSimpleName()
        : super.findTypeName(config, type);
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    boolean mustBeThere = member.getDeclaringClass().isRecord() && !hasEmpty(member.getRawType());
    return mustBeThere ? Boolean.TRUE : super.hasRequiredMarker(config, member);
  }

  /// The records of a sealed family, each under its simple name.
  ///
  /// @throws IllegalArgumentException if two have the same name
  static List<NamedType> members(Class<?> family) {
    List<NamedType> members = new ArrayList<>();
    collect(family, members);
    Set<String> names = new HashSet<>();
    for (NamedType member : members) {
      if (!names.add(member.getName())) {
        throw new IllegalArgumentException(
            family.getSimpleName() + ": two records are named " + member.getName());
      }
    }
    return members;
  }

  private static void collect(Class<?> type, List<NamedType> members) {
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, members);
      }
    } else if (members.stream().noneMatch(member -> member.getType() == type)) {
      members.add(new NamedType(type, type.getSimpleName()));
    }
  }

  private static boolean isOfFamily(Class<?> type) {
    if (type.isSealed() && type.isInterface()) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (isOfFamily(parent)) {
        return type.isRecord();
      }
    }
    return false;
  }

  private static boolean hasEmpty(Class<?> type) {
    return type == Optional.class
        || type == OptionalLong.class
        || type == OptionalInt.class
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }
}
