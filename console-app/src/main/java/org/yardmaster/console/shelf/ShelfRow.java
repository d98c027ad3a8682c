package org.yardmaster.console.shelf;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Shelved;

/// One request on the shelf.
public final class ShelfRow extends LiveRow {
  static final Comparator<ShelfRow> NEWEST_FIRST =
      Comparator.comparing(ShelfRow::since).reversed().thenComparing(ShelfRow::id);

  private Request request;
  private Shelved shelved;
  private String builder;

  ShelfRow(Request request, Shelved shelved, String builder) {
    this.request = request;
    this.shelved = shelved;
    this.builder = builder;
  }

  void told(Request now, Shelved why, String builderNow) {
    request = now;
    shelved = why;
    builder = builderNow;
    touch();
  }

  boolean has(List<String> words) {
    String all =
        String.join(" ", request.id().toString(), builder, asked(), shelved.reason())
            .toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }

  public RequestId id() {
    return request.id();
  }

  public Request request() {
    return request;
  }

  public String builder() {
    return builder;
  }

  public Instant since() {
    return shelved.at();
  }

  /// What put it there.
  public String reason() {
    return shelved.reason();
  }

  /// Who asked for it and why.
  public String asked() {
    String why = request.reason();
    return request.submittedBy() + (why.isBlank() ? "" : "   " + why);
  }
}
