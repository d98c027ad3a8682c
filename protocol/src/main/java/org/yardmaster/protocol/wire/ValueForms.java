package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// The forms of single values: ids and times as plain numbers, places as plain text, also as keys
/// of maps.
final class ValueForms extends SimpleModule {
  private static final long serialVersionUID = 1L;

  ValueForms() {
    super("yardmaster-values");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addValueInstantiators(new RecordInstantiator.OfAllRecords());
  }

  /// Times as whole milliseconds.
  ValueForms times() {
    return id(Instant.class, Instant::toEpochMilli, Instant::ofEpochMilli)
        .id(Duration.class, Duration::toMillis, Duration::ofMillis);
  }

  /// A type that is one number.
  <T> ValueForms id(Class<T> type, ToLongFunction<T> number, LongFunction<T> value) {
    addSerializer(type, new WriteNumber<>(type, number));
    addDeserializer(type, new ReadNumber<>(type, value));
    addKeySerializer(type, new WriteKey<>(type, key -> Long.toString(number.applyAsLong(key))));
    addKeyDeserializer(type, new ReadKey<>(type, text -> value.apply(Long.parseLong(text))));
    return this;
  }

  /// A type that is one text.
  <T> ValueForms text(Class<T> type, Function<T, String> text, Function<String, T> value) {
    addSerializer(type, new WriteText<>(type, text));
    addDeserializer(type, new ReadText<>(type, value));
    addKeySerializer(type, new WriteKey<>(type, text));
    addKeyDeserializer(type, new ReadKey<>(type, value));
    return this;
  }

  private static final class WriteNumber<T> extends StdScalarSerializer<T> {
    private final ToLongFunction<T> number;

    WriteNumber(Class<T> type, ToLongFunction<T> number) {
      super(type);
      this.number = number;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeNumber(number.applyAsLong(value));
    }
  }

  private static final class ReadNumber<T> extends StdScalarDeserializer<T> {
    private final LongFunction<T> value;

    ReadNumber(Class<T> type, LongFunction<T> value) {
      super(type);
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
      return value.apply(in.getLongValue());
    }
  }

  private static final class WriteText<T> extends StdScalarSerializer<T> {
    private final Function<T, String> text;

    WriteText(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(text.apply(value));
    }
  }

  private static final class ReadText<T> extends StdScalarDeserializer<T> {
    private final Function<String, T> value;

    ReadText(Class<T> type, Function<String, T> value) {
      super(type);
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
      String text = in.getString();
      try {
        return value.apply(text);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }

  private static final class WriteKey<T> extends StdScalarSerializer<T> {
    private final Function<T, String> text;

    WriteKey(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeName(text.apply(value));
    }
  }

  private static final class ReadKey<T> extends KeyDeserializer {
    private final Class<T> type;
    private final Function<String, T> value;

    ReadKey(Class<T> type, Function<String, T> value) {
      this.type = type;
      this.value = value;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context)
        throws JacksonException {
      try {
        return value.apply(key);
      } catch (IllegalArgumentException _) {
        return context.handleWeirdKey(type, key, "not the key of a %s", type.getSimpleName());
      }
    }
  }
}
