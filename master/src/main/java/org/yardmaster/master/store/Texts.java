package org.yardmaster.master.store;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.wire.Records;

/// The structured values of a row as texts. What is empty, as it mostly is, costs nothing.
final class Texts {
  private static final String NO_ENTRIES = "{}";
  private static final String NO_ITEMS = "[]";

  private Texts() {}

  static String of(Object value) {
    return Records.toJson(value);
  }

  static <T> T to(String text, Class<T> type) {
    return Records.fromJson(text, type);
  }

  static String ofMap(SortedMap<String, String> entries) {
    return entries.isEmpty() ? NO_ENTRIES : Records.toJson(entries);
  }

  static SortedMap<String, String> toMap(String text) {
    return Sorted.map(
        text.equals(NO_ENTRIES) ? new TreeMap<>() : Records.fromJson(text, Entries.class));
  }

  static String ofNames(List<String> names) {
    return names.isEmpty() ? NO_ITEMS : Records.toJson(names);
  }

  static List<String> toNames(String text) {
    return text.equals(NO_ITEMS) ? List.of() : List.of(Records.fromJson(text, String[].class));
  }

  static <T> String ofIds(SortedSet<T> ids, ToLongFunction<T> number) {
    return ids.isEmpty() ? NO_ITEMS : Records.toJson(ids.stream().mapToLong(number).toArray());
  }

  static <T extends Comparable<? super T>> SortedSet<T> toIds(String text, LongFunction<T> id) {
    return Sorted.set(
        text.equals(NO_ITEMS)
            ? List.of()
            : LongStream.of(Records.fromJson(text, long[].class)).mapToObj(id).toList());
  }

  static String ofSteps(List<StepResult> steps) {
    return steps.isEmpty() ? NO_ITEMS : Records.toJson(steps.toArray(StepResult[]::new));
  }

  static List<StepResult> toSteps(String text) {
    return text.equals(NO_ITEMS) ? List.of() : List.of(Records.fromJson(text, StepResult[].class));
  }

  static String ofReplaced(List<CommandRecord.Replaced> replaced) {
    return replaced.isEmpty()
        ? NO_ITEMS
        : Records.toJson(replaced.toArray(CommandRecord.Replaced[]::new));
  }

  static List<CommandRecord.Replaced> toReplaced(String text) {
    return text.equals(NO_ITEMS)
        ? List.of()
        : List.of(Records.fromJson(text, CommandRecord.Replaced[].class));
  }

  /// Tells the reader of JSON what is in the map.
  @SuppressWarnings("serial")
  private static final class Entries extends TreeMap<String, String> {}
}
