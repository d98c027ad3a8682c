package org.yardmaster.slave.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Replaces the values of secrets in a stream of bytes by `***`, also where a value comes in
/// several pieces.
///
/// What may be the beginning of a value is held back until it is clear whether it is. Each line of
/// a value of several lines is a value of its own.
final class Masker {
  private static final byte[] STARS = "***".getBytes(StandardCharsets.US_ASCII);
  private static final int SHORTEST_LINE = 8;

  private final List<byte[]> values;
  private final boolean[] first = new boolean[256];
  private byte[] held = new byte[0];

  Masker(Collection<String> secrets) {
    values = new ArrayList<>();
    for (String secret : secrets) {
      add(secret.strip(), 1);
      secret.lines().forEach(line -> add(line.strip(), SHORTEST_LINE));
    }
    values.sort(Comparator.comparingInt((byte[] value) -> value.length).reversed());
  }

  private void add(String value, int shortest) {
    if (value.length() >= shortest) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      values.add(bytes);
      first[bytes[0] & 0xff] = true;
    }
  }

  /// The same bytes, masked, without what is still held back.
  byte[] mask(byte[] bytes, int length) {
    byte[] text = joined(held, bytes, length);
    held = new byte[0];
    return values.isEmpty() ? text : scan(text, false);
  }

  /// Nothing follows: what was held back.
  byte[] rest() {
    byte[] text = held;
    held = new byte[0];
    return scan(text, true);
  }

  private byte[] scan(byte[] text, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    int from = 0;
    int at = 0;
    while (at < text.length) {
      int match = first[text[at] & 0xff] ? match(text, at, last) : 0;
      if (match == 0) {
        at++;
        continue;
      }
      out.write(text, from, at - from);
      if (match < 0) {
        held = Arrays.copyOfRange(text, at, text.length);
        return out.toByteArray();
      }
      out.writeBytes(STARS);
      at += match;
      from = at;
    }
    out.write(text, from, text.length - from);
    return out.toByteArray();
  }

  /// The length of the longest value that begins at `at`; 0 for none; -1 if more bytes are needed
  /// to tell.
  private int match(byte[] text, int at, boolean last) {
    for (byte[] value : values) {
      int available = Math.min(value.length, text.length - at);
      if (Arrays.equals(value, 0, available, text, at, at + available)) {
        if (available == value.length) {
          return value.length;
        }
        if (!last) {
          return -1;
        }
      }
    }
    return 0;
  }

  private static byte[] joined(byte[] held, byte[] bytes, int length) {
    byte[] text = new byte[held.length + length];
    System.arraycopy(held, 0, text, 0, held.length);
    System.arraycopy(bytes, 0, text, held.length, length);
    return text;
  }
}
