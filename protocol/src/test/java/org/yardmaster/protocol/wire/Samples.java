package org.yardmaster.protocol.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.SlaveFacts;
import tools.jackson.databind.jsontype.NamedType;

/// Makes one sample of every record of a sealed family, always the same, from the records' own
/// components. Where a component is itself of a sealed family, there is a sample for each of its
/// records; so a new message has its sample the moment it exists.
final class Samples {
  private Samples() {}

  /// Samples by name: `Ping`, `Numbered-StartBuild` ...
  static SortedMap<String, Object> of(Class<?> family) {
    SortedMap<String, Object> samples = new TreeMap<>();
    for (NamedType member : RecordForms.members(family)) {
      List<Object> variants = variants(member.getType());
      for (Object variant : variants) {
        samples.put(
            variants.size() == 1 ? member.getName() : member.getName() + "-" + inner(variant),
            variant);
      }
    }
    return samples;
  }

  private static String inner(Object variant) {
    try {
      for (RecordComponent component : variant.getClass().getRecordComponents()) {
        if (component.getType().isSealed()) {
          return component.getAccessor().invoke(variant).getClass().getSimpleName();
        }
      }
      throw new IllegalStateException(variant.toString());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All samples of a record: as many as its first component of a sealed family has records.
  private static List<Object> variants(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    List<Object> made = new ArrayList<>();
    int count =
        Arrays.stream(components)
            .filter(c -> c.getType().isInterface() && c.getType().isSealed())
            .mapToInt(c -> all(c.getType()).size())
            .max()
            .orElse(1);
    for (int i = 0; i < count; i++) {
      Object[] arguments = new Object[components.length];
      for (int c = 0; c < components.length; c++) {
        arguments[c] = value(components[c].getGenericType(), components[c].getName(), i);
      }
      made.add(construct(record, components, arguments));
    }
    return made;
  }

  private static List<Object> all(Class<?> family) {
    List<Object> all = new ArrayList<>();
    for (NamedType member : RecordForms.members(family)) {
      all.add(variants(member.getType()).getFirst());
    }
    return all;
  }

  private static Object construct(
      Class<?> record, RecordComponent[] components, Object[] arguments) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.toString(), e);
    }
  }

  private static Object value(Type type, String name, int variant) {
    if (type instanceof ParameterizedType generic) {
      return container(generic, name);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isInterface() && plain.isSealed()) {
      List<Object> all = all(plain);
      return all.get(variant % all.size());
    }
    return plain(plain, name);
  }

  private static Object plain(Class<?> type, String name) {
    if (type == PauseScope.class) {
      return PauseScope.builder("linux");
    } else if (type == CronTimes.class) {
      return new CronTimes("30 2 * * mon-fri");
    } else if (type == ZoneId.class) {
      return ZoneId.of("Europe/Berlin");
    } else if (type == Place.class) {
      return Place.ofNumber(17);
    } else if (type == SlaveFacts.class) {
      return new SlaveFacts("Linux", "amd64", "0.1.0", "Europe/Berlin");
    } else if (type == String.class) {
      return name;
    } else if (type == Instant.class) {
      return Instant.ofEpochMilli(1_767_225_600_123L);
    } else if (type == Duration.class) {
      return Duration.ofMillis(90_500);
    } else if (type == byte[].class) {
      return new byte[] {0, 10, (byte) 200};
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(41);
    } else if (type == boolean.class) {
      return true;
    } else if (type == int.class || type == Integer.class) {
      return name.length();
    } else if (type == long.class || type == Long.class) {
      return 1_000L + name.length();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return variants(type).getFirst();
  }

  private static Object container(ParameterizedType type, String name) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == Optional.class) {
      return Optional.of(value(of[0], name, 0));
    } else if (raw == List.class) {
      return of[0] instanceof Class<?> item && item.isSealed()
          ? all(item)
          : List.of(value(of[0], name, 0));
    } else if (raw == SortedSet.class) {
      return new TreeSet<>(List.of(value(of[0], name, 0)));
    } else if (raw == SortedMap.class) {
      TreeMap<Object, Object> map = new TreeMap<>();
      map.put(value(of[0], name, 0), value(of[1], name, 0));
      return map;
    }
    throw new IllegalStateException("no sample for " + type);
  }
}
