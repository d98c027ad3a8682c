package org.yardmaster.console.builders;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.Builder;

/// One builder as its table shows it.
public final class BuilderRow extends LiveRow {
  static final Comparator<BuilderRow> BY_NAME =
      Comparator.<BuilderRow, String>comparing(row -> row.builder.name().toLowerCase(Locale.ROOT))
          .thenComparing(row -> row.builder.id());

  private Builder builder;
  private SlavePool pool;
  private int queued;
  private int running;

  BuilderRow(Builder builder, SlavePool pool) {
    this.builder = builder;
    this.pool = pool;
  }

  void told(Builder now, SlavePool slaves) {
    builder = now;
    pool = slaves;
    touch();
  }

  void count(int moreQueued, int moreRunning) {
    queued += moreQueued;
    running += moreRunning;
    touch();
  }

  void poolChanged() {
    touch();
  }

  boolean has(List<String> words) {
    String text =
        (builder.name() + " " + builder.definition().description()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  SlavePool pool() {
    return pool;
  }

  public Builder builder() {
    return builder;
  }

  public String name() {
    return builder.name();
  }

  public int queued() {
    return queued;
  }

  public int running() {
    return running;
  }

  public int free() {
    return pool.count(SlavePool.Kind.FREE);
  }

  public int busy() {
    return pool.count(SlavePool.Kind.BUSY);
  }

  /// Slaves that could run it but are away, out of service or not connected.
  public int away() {
    return pool.count(SlavePool.Kind.AWAY);
  }

  public Optional<Builder.Last> last() {
    return builder.last();
  }

  /// What keeps it from ever running, or what it is; for the description column.
  public String about() {
    if (builder.retired()) {
      return "no longer configured; its requests wait";
    }
    return free() + busy() + away() == 0
        ? "no slave could run it: " + needs()
        : builder.definition().description();
  }

  private String needs() {
    var eligibility = builder.definition().eligibility();
    String names = String.join(" or ", eligibility.slaves());
    String capabilities = String.join(" ", eligibility.capabilities());
    return names.isEmpty() ? "needs " + capabilities : names + " with " + capabilities;
  }

  /// Whether it cannot run anywhere, ever, as things are configured.
  public boolean isImpossible() {
    return builder.retired() || free() + busy() + away() == 0;
  }
}
