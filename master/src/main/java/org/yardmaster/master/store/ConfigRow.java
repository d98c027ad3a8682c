package org.yardmaster.master.store;

import java.time.Instant;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FarmConfig;

/// A version of the configuration as a row.
record ConfigRow(long version, String appliedBy, Instant appliedAt, String config, String text) {

  static ConfigRow of(ConfigVersion config) {
    return new ConfigRow(
        config.version(), config.by(), config.at(), Texts.of(config.config()), config.text());
  }

  ConfigVersion toConfig() {
    return new ConfigVersion(
        version, appliedBy, appliedAt, Texts.to(config, FarmConfig.class), text);
  }

  Reply.Config toReply() {
    return new Reply.Config(version, appliedBy, appliedAt, text);
  }
}
