package org.yardmaster.protocol.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;

/// Makes records of one class from their components. Jackson by itself does the same by
/// `MethodHandle.invokeWithArguments`, which works out anew for each record how to pass its
/// arguments, and costs more than reading them.
final class RecordInstantiator extends StdValueInstantiator {
  private static final long serialVersionUID = 1L;

  /// Takes the components as one array. Not part of a serialized form: mappers are never
  /// serialized.
  private final transient MethodHandle constructor;

  RecordInstantiator(StdValueInstantiator standard, Constructor<?> canonical) {
    super(standard);
    try {
      canonical.setAccessible(true);
      constructor =
          MethodHandles.lookup()
              .unreflectConstructor(canonical)
              .asFixedArity()
              .asSpreader(Object[].class, canonical.getParameterCount())
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(canonical + ": not accessible", e);
    }
  }

  /// Has each record made by one of these.
  static final class OfAllRecords extends ValueInstantiators.Base {
    @Override
    public ValueInstantiator modifyValueInstantiator(
        DeserializationConfig config, BeanDescription.Supplier bean, ValueInstantiator standard) {
      return bean.isRecordType()
              && standard instanceof StdValueInstantiator std
              && std.getWithArgsCreator() instanceof AnnotatedConstructor creator
          ? new RecordInstantiator(std, creator.getAnnotated())
          : standard;
    }
  }

  @Override
  public Object createFromObjectWith(DeserializationContext context, Object[] components)
      throws JacksonException {
    try {
      return constructor.invokeExact(components);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      return context.handleInstantiationProblem(
          getValueClass(), components, rewrapCtorProblem(context, e));
    }
  }
}
