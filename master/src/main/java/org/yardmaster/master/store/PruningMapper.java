package org.yardmaster.master.store;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Param;

/// Ended requests that go, and builds that are gone but for their logs.
interface PruningMapper {

  /// How many ended requests have gone up to now.
  long gone();

  /// So many more go.
  void count(int more);

  /// The requests that ended first, of those that ended until then.
  List<Long> oldest(@Param("until") Instant until, @Param("most") long most);

  /// The builds that were made for any of these requests.
  List<Long> buildsOf(List<Long> requests);

  /// All requests that these builds were made for.
  List<RiderRow> madeFor(List<Long> builds);

  /// Which of these requests are there, ended or not.
  List<Long> present(List<Long> requests);

  /// A build is gone, and its logs are to follow.
  void insert(long build);

  /// Its logs are gone too.
  void delete(long build);

  /// Builds whose logs are to follow, oldest first.
  List<Long> pruned(int most);
}
