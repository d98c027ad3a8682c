package org.yardmaster.master.loop;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What the loop's classes log while this is open, on the thread that made it and on those that are
/// started there from then on: other tests run beside this one.
final class Logged implements AutoCloseable {
  private static final InheritableThreadLocal<@Nullable Logged> HERE =
      new InheritableThreadLocal<>();

  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = logger();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
          if (HERE.get() == Logged.this) {
            lines.add(line);
          }
        }
      };

  Logged() {
    HERE.set(this);
    appender.start();
    logger.addAppender(appender);
  }

  /// While another test's thread sets logging up there are only stand-ins.
  private static Logger logger() {
    while (true) {
      if (LoggerFactory.getLogger(Loop.class.getPackageName()) instanceof Logger real) {
        return real;
      }
      Thread.onSpinWait();
    }
  }

  /// The warnings and errors up to now.
  List<String> complaints() {
    return lines.stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    HERE.remove();
  }
}
