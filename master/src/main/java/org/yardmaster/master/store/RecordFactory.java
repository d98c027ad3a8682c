package org.yardmaster.master.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ibatis.reflection.factory.DefaultObjectFactory;
import org.jspecify.annotations.Nullable;

/// Makes the rows that MyBatis reads. It can do so itself, but looks up the constructor of a class
/// that is not public anew for each row, and is refused there at first.
final class RecordFactory extends DefaultObjectFactory {
  private static final long serialVersionUID = 1;

  private final transient Map<Class<?>, Constructor<?>> constructors = new ConcurrentHashMap<>();

  @Override
  public <T> T create(
      Class<T> type, @Nullable List<Class<?>> parameters, @Nullable List<Object> values) {
    if (!type.isRecord() || parameters == null || values == null) {
      return super.create(type, parameters, values);
    }
    try {
      return type.cast(
          constructors
              .computeIfAbsent(type, _ -> constructor(type, parameters))
              .newInstance(values.toArray()));
    } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
      throw new StoreException("database: a row is no " + type.getSimpleName(), e);
    }
  }

  private static Constructor<?> constructor(Class<?> type, List<Class<?>> parameters) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new StoreException(type.getSimpleName() + ": has no constructor of its columns", e);
    }
  }
}
