package org.yardmaster.master.config;

import java.time.Duration;
import java.util.Optional;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.RetryPolicy;

/// Reads the numbers that hold for the whole farm.
final class SettingsReader {
  /// With longer ones the highest priority would reach beyond what an instant can tell.
  private static final Duration LONGEST_AGING = Duration.ofDays(30);

  private SettingsReader() {}

  static FarmSettings read(Section section) {
    FarmSettings defaults = FarmSettings.defaults();
    FarmSettings settings =
        new FarmSettings(
            section.get("grace").flatMap(Value::duration).orElse(defaults.grace()),
            section.get("lease").flatMap(Value::duration).orElse(defaults.lease()),
            section.get("log-limit").flatMap(Value::size).orElse(defaults.logLimit()),
            section.get("disk-reserve").flatMap(Value::size).orElse(defaults.diskReserve()),
            section.get("aging").flatMap(SettingsReader::aging),
            retry(section, defaults.retry()),
            backOff(section, defaults.backOff()),
            section.get("overtakes").flatMap(Value::countOrNone).orElse(defaults.overtakes()),
            section.get("standstill").flatMap(Value::duration).orElse(defaults.standstill()),
            history(section));
    if (settings.lease().compareTo(settings.grace()) < 0) {
      section
          .get("lease")
          .or(() -> section.get("grace"))
          .ifPresent(value -> leaseTooShort(section, value, settings));
    }
    return settings;
  }

  private static Optional<Duration> aging(Value value) {
    Optional<Duration> aging = value.duration();
    if (aging.filter(worth -> worth.compareTo(LONGEST_AGING) > 0).isPresent()) {
      value.problem(
          "%s is too long for one point of priority; write %s or less"
              .formatted(DurationText.of(aging.get()), DurationText.of(LONGEST_AGING)));
    }
    return aging;
  }

  private static RetryPolicy retry(Section settings, RetryPolicy defaults) {
    return settings
        .get("retry")
        .flatMap(value -> value.section(Keys.RETRY))
        .map(retry ->
            new RetryPolicy(
                retry.get("delay").flatMap(Value::durationOrNone).orElse(defaults.delay()),
                retry
                    .get("other-slave")
                    .flatMap(Value::durationOrNone)
                    .orElse(defaults.otherSlave()),
                retry.get("most").flatMap(Value::count).orElse(defaults.most()),
                retry.get("slaves").flatMap(Value::count).orElse(defaults.slaves())))
        .orElse(defaults);
  }

  private static BackOffPolicy backOff(Section settings, BackOffPolicy defaults) {
    return settings
        .get("back-off")
        .flatMap(value -> value.section(Keys.BACK_OFF))
        .map(backOff -> backOffOf(backOff, defaults))
        .orElse(defaults);
  }

  private static BackOffPolicy backOffOf(Section backOff, BackOffPolicy defaults) {
    Duration first = backOff.get("first").flatMap(Value::duration).orElse(defaults.first());
    Duration most = backOff.get("most").flatMap(Value::duration).orElse(defaults.most());
    if (most.compareTo(first) < 0) {
      backOff
          .get("most")
          .or(() -> backOff.get("first"))
          .ifPresent(at ->
              new Value(backOff.self().context(), at.node())
                  .problem(
                      "most %s is shorter than first %s; write %s or more"
                          .formatted(
                              DurationText.of(most),
                              DurationText.of(first),
                              DurationText.of(first))));
    }
    return new BackOffPolicy(
        backOff.get("losses").flatMap(Value::count).orElse(defaults.losses()), first, most);
  }

  private static HistoryLimits history(Section settings) {
    Optional<Section> history =
        settings.get("history").flatMap(value -> value.section(Keys.HISTORY));
    return new HistoryLimits(
        history.flatMap(limits -> limits.get("age")).flatMap(Value::duration),
        history
            .flatMap(limits -> limits.get("count"))
            .flatMap(Value::count)
            .map(Integer::longValue));
  }

  private static void leaseTooShort(Section section, Value at, FarmSettings settings) {
    Duration grace = settings.grace();
    new Value(section.self().context(), at.node())
        .problem(
            "lease %s is shorter than grace %s: builds would stop before their slave counts as down;"
                    .formatted(DurationText.of(settings.lease()), DurationText.of(grace))
                + " write a lease of "
                + DurationText.of(grace)
                + " or more");
  }
}
