package org.yardmaster.master.store;

import java.time.Instant;
import org.apache.ibatis.annotations.Param;
import org.yardmaster.master.farm.Counters;

/// The one row that tells how far the farm has come.
interface FarmMapper {

  /// The batch, the term and the stamp of the last commit.
  record FarmRow(long batch, long term, Instant stampedAt) {}

  FarmRow last();

  Counters counters();

  long batch();

  /// Takes the farm to a later batch; changes no row if that is no later one, or of an earlier
  /// term.
  void advance(
      @Param("batch") long batch, @Param("term") long term, @Param("stampedAt") Instant stampedAt);

  void count(Counters counters);
}
