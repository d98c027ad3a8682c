package org.yardmaster.protocol.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a request stands among those of its rank: a key that sorts as plain text and leaves room
/// between any two neighbours, so that a move writes one row. Where moves to one spot have used up
/// the room again and again, keys have grown long: then those around it are [#spread].
///
/// A key is a fraction in base 62, without trailing zeros: `V` lies in the middle of all places.
/// The order of the digits is their order in ASCII, in Java as in SQL with a binary collation. New
/// requests get [#ofNumber(long)], so that an untouched queue stands in order of submission.
public record Place(String key) implements Comparable<Place> {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

  /// Digits before the `V` of a numbered place; the first numbered place leaves 62^8 free below it.
  private static final int NUMBER_DIGITS = 9;

  private static final BigInteger FIRST_NUMBER = BASE.pow(NUMBER_DIGITS - 1);

  /// Digits by which a key grows when its gap is used up: room for 62^3 moves to the same spot.
  private static final int GROWTH = 4;

  /// How far, in units of the last digit, a moved request keeps from the neighbour it stays close
  /// to.
  private static final BigInteger STRIDE = BASE;

  /// A key longer than this tells of a spot with little room.
  private static final int LONG = 32;

  /// A key longer than this is to be made shorter.
  private static final int TOO_LONG = 64;

  /// How far from each other places are spread, in units of the last digit.
  private static final BigInteger FAR = BASE.pow(2);

  public Place {
    if (key.isEmpty() || key.endsWith("0") || !isNumber(key)) {
      throw new IllegalArgumentException(
          "place '" + key + "': not a base 62 fraction without trailing zeros");
    }
  }

  private static boolean isNumber(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (DIGITS.indexOf(key.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// The place behind all places of smaller numbers, whatever has been moved among them.
  public static Place ofNumber(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("place number " + number + ": negative");
    }
    return new Place(text(FIRST_NUMBER.add(BigInteger.valueOf(number)), NUMBER_DIGITS) + "V");
  }

  /// A place before all that [#ofNumber(long)] gives; no request stands there.
  public static Place lowest() {
    return new Place("00000000000000000000V");
  }

  /// A place just before `anchor` and behind `previous`, the anchor's neighbour on that side. Stays
  /// close to `previous`, so that any number of moves to before one anchor find room.
  public static Place before(Place anchor, Optional<Place> previous) {
    return previous.isPresent()
        ? between(previous.get(), anchor, true)
        : between(Optional.empty(), anchor, false);
  }

  /// A place just behind `anchor` and before `next`; stays close to `next`.
  public static Place after(Place anchor, Place next) {
    return between(anchor, next, false);
  }

  /// Whether its key tells of a spot with little room.
  public boolean isLong() {
    return key.length() > LONG;
  }

  /// Whether there is so little room that those around should be [#spread].
  public boolean isTooLong() {
    return key.length() > TOO_LONG;
  }

  /// So many places behind `low` and before `high`, far from each other. Their keys are a few
  /// characters longer than these two at most.
  public static List<Place> spread(Optional<Place> low, Place high, int count) {
    low.ifPresent(place -> checkRoom(place, high));
    String lowKey = low.map(Place::key).orElse("");
    int digits = Math.max(lowKey.length(), high.key.length());
    while (true) {
      BigInteger from = number(lowKey, digits);
      BigInteger step =
          number(high.key, digits).subtract(from).divide(BigInteger.valueOf(count + 1L));
      if (step.compareTo(FAR) >= 0) {
        List<Place> places = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
          BigInteger number = from.add(step.multiply(BigInteger.valueOf(i)));
          places.add(new Place(withoutTrailingZeros(text(number, digits))));
        }
        return places;
      }
      digits++;
    }
  }

  private static Place between(Place low, Place high, boolean closeToLow) {
    checkRoom(low, high);
    return between(Optional.of(low), high, closeToLow);
  }

  private static Place between(Optional<Place> low, Place high, boolean closeToLow) {
    String lowKey = low.map(Place::key).orElse("");
    int digits = Math.max(lowKey.length(), high.key.length());
    while (true) {
      BigInteger from = number(lowKey, digits);
      BigInteger to = number(high.key, digits);
      BigInteger half = to.subtract(from).shiftRight(1);
      if (half.signum() > 0) {
        BigInteger step = half.min(STRIDE);
        return new Place(
            withoutTrailingZeros(text(closeToLow ? from.add(step) : to.subtract(step), digits)));
      }
      digits += GROWTH;
    }
  }

  private static void checkRoom(Place low, Place high) {
    if (low.compareTo(high) >= 0) {
      throw new IllegalArgumentException("no place between '" + low + "' and '" + high + "'");
    }
  }

  private static BigInteger number(String key, int digits) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      int digit = i < key.length() ? DIGITS.indexOf(key.charAt(i)) : 0;
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    return number;
  }

  private static String text(BigInteger number, int digits) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = number;
    for (int i = 0; i < digits; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }

  private static String withoutTrailingZeros(String text) {
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  @Override
  public int compareTo(Place other) {
    return key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return key;
  }
}
