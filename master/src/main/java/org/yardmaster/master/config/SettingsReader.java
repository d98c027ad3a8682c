package org.yardmaster.master.config;

import java.time.Duration;
import org.yardmaster.protocol.model.FarmSettings;

/// Reads the numbers that hold for the whole farm.
final class SettingsReader {
  private SettingsReader() {}

  static FarmSettings read(Section section) {
    FarmSettings defaults = FarmSettings.defaults();
    FarmSettings settings =
        new FarmSettings(
            section.get("grace").flatMap(Value::duration).orElse(defaults.grace()),
            section.get("lease").flatMap(Value::duration).orElse(defaults.lease()),
            section.get("log-limit").flatMap(Value::size).orElse(defaults.logLimit()),
            section.get("disk-reserve").flatMap(Value::size).orElse(defaults.diskReserve()),
            defaults.aging(),
            defaults.retry(),
            defaults.backOff(),
            defaults.overtakes(),
            defaults.standstill(),
            defaults.history());
    if (settings.lease().compareTo(settings.grace()) < 0) {
      section
          .get("lease")
          .or(() -> section.get("grace"))
          .ifPresent(value -> leaseTooShort(section, value, settings));
    }
    return settings;
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
