package org.yardmaster.master.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people write them: `200 MB`, `1GB`, `512 KiB`. A kilobyte has 1024 bytes, by either
/// name.
final class SizeText {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6})\\s?([KMGT])i?B", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "KMGT";
  private static final int BITS_A_UNIT = 10;

  private SizeText() {}

  /// In bytes; empty if `text` is none.
  static Optional<Long> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int unit = UNITS.indexOf(form.group(2).toUpperCase(Locale.ROOT)) + 1;
    return Optional.of(Long.parseLong(form.group(1)) << (unit * BITS_A_UNIT));
  }
}
