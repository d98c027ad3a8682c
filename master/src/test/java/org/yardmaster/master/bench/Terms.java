package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/// How long and how large is measured: system properties, so that a quick look is possible. The
/// targets hold for the defaults.
record Terms(Duration warmUp, Duration time, int queue, int history, int attached) {

  static Terms ofProperties() {
    return new Terms(
        Duration.ofSeconds(Integer.getInteger("bench.warmup", 20)),
        Duration.ofSeconds(Integer.getInteger("bench.seconds", 60)),
        Integer.getInteger("bench.queue", 100_000),
        Integer.getInteger("bench.history", 1_000_000),
        Integer.getInteger("bench.attached", 5_000));
  }

  SortedMap<String, String> asText() {
    SortedMap<String, String> text = new TreeMap<>();
    text.put("bench.warmup", String.valueOf(warmUp.toSeconds()));
    text.put("bench.seconds", String.valueOf(time.toSeconds()));
    text.put("bench.queue", String.valueOf(queue));
    text.put("bench.history", String.valueOf(history));
    text.put("bench.attached", String.valueOf(attached));
    return text;
  }
}
