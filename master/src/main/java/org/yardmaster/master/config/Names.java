package org.yardmaster.master.config;

import java.util.regex.Pattern;

/// Which names things may have. Names become folders on slaves and words on command lines, so they
/// are plain.
final class Names {
  /// Builders, slaves, capabilities, locks, schedules, alerts.
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  static final String NAME_RULE =
      "a name has letters, digits, '.', '_' and '-', begins with a letter or digit, and has at most"
          + " 100 of them";

  /// Secrets and variables of the environment.
  static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  static final String VARIABLE_RULE =
      "the name of a variable has letters, digits and '_', and begins with no digit";

  /// What the farm itself puts into the environment of a step begins with this.
  static final String FARMS_OWN = "YARD_";

  private Names() {}
}
