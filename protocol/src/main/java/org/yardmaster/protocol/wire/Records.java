package org.yardmaster.protocol.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Records as CBOR and as JSON text, in one form: on the line, in the store, and as the command
/// line prints them.
///
/// - A record of a sealed family carries its simple name as the first field, `type`.
/// - An id is a plain number, a [Place], times of a schedule or a time zone plain text, also as
///   keys of maps.
/// - Instants and durations are whole milliseconds, bytes are CBOR binary (base64 in JSON).
/// - An unknown field is ignored. A missing one reads as empty where it is optional or a
///   collection, else it is an error.
///
/// Safe for use by many threads.
public final class Records {
  private static final JsonMapper JSON = configure(JsonMapper.builder()).build();
  private static final JsonMapper PRETTY =
      JSON.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  /// One for each type that was read: to look it up in the mapper would cost more than to read.
  private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();

  private static final CBORMapper CBOR = configure(CBORMapper.builder()).build();

  private Records() {}

  /// A record as JSON text on one line.
  public static String toJson(Object value) {
    return JSON.writeValueAsString(value);
  }

  /// A record as JSON text for people, over several lines.
  public static String toPrettyJson(Object value) {
    return PRETTY.writeValueAsString(value);
  }

  /// The record that [#toJson] wrote. `type` may be a record or a sealed family.
  ///
  /// @throws MalformedFrame if the text is no such record
  public static <T> T fromJson(String text, Class<T> type) {
    try {
      return notNull(READERS.computeIfAbsent(type, JSON::readerFor).<T>readValue(text), type);
    } catch (JacksonException e) {
      throw malformed(type, e);
    }
  }

  /// What reads and writes CBOR in this form.
  static ObjectMapper cbor() {
    return CBOR;
  }

  static MalformedFrame malformed(Class<?> type, JacksonException cause) {
    return new MalformedFrame(
        type.getSimpleName() + ": not readable: " + cause.getOriginalMessage() + at(cause), cause);
  }

  private static String at(JacksonException cause) {
    return cause.getPath().isEmpty() ? "" : " (at " + cause.getPathReference() + ")";
  }

  static <T> T notNull(T value, Class<T> type) {
    if (value == null) {
      throw new MalformedFrame(type.getSimpleName() + ": null is no such record");
    }
    return value;
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    for (Class<?> collection :
        List.of(List.class, Set.class, Map.class, SortedSet.class, SortedMap.class)) {
      builder.withConfigOverride(
          collection,
          form -> form.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)));
    }
    return builder
        .annotationIntrospector(new RecordForms())
        .addModule(
            new ValueForms()
                .id(RequestId.class, RequestId::value, RequestId::new)
                .id(BuildId.class, BuildId::value, BuildId::new)
                .id(BuilderId.class, BuilderId::value, BuilderId::new)
                .id(SlaveId.class, SlaveId::value, SlaveId::new)
                .text(Place.class, Place::key, Place::new)
                .text(CronTimes.class, CronTimes::text, CronTimes::new)
                .text(ZoneId.class, ZoneId::getId, ZoneId::of)
                .times())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
