package org.yardmaster.master.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.ibatis.session.SqlSession;
import org.yardmaster.protocol.model.HistoryLimits;

/// Finds what is beyond the limits of the history, and deletes it.
///
/// @param requests ended requests that go
/// @param builds the builds that were made for them and for nobody else who stays
record Pruning(List<Long> requests, List<Long> builds) {

  /// Later than anything that can have ended.
  private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  /// What to delete next, `most` requests at the most.
  static Pruning next(HistoryLimits limits, long ended, Instant now, int most, SqlSession session) {
    PruningMapper mapper = session.getMapper(PruningMapper.class);
    List<Long> requests =
        limits.count().map(c -> surplus(ended - c, most, mapper)).orElse(List.of());
    if (requests.isEmpty() && limits.age().isPresent()) {
      requests = mapper.oldest(now.minus(limits.age().get()), most);
    }
    return new Pruning(requests, requests.isEmpty() ? List.of() : builds(requests, mapper));
  }

  private static List<Long> builds(List<Long> requests, PruningMapper mapper) {
    List<Long> builds = mapper.buildsOf(requests);
    if (builds.isEmpty()) {
      return builds;
    }
    Set<Long> going = new TreeSet<>(requests);
    List<RiderRow> others =
        mapper.madeFor(builds).stream().filter(row -> !going.contains(row.request())).toList();
    if (others.isEmpty()) {
      return builds;
    }
    Set<Long> staying =
        new TreeSet<>(mapper.present(others.stream().map(RiderRow::request).distinct().toList()));
    Set<Long> needed =
        others.stream()
            .filter(row -> staying.contains(row.request()))
            .map(RiderRow::build)
            .collect(Collectors.toCollection(TreeSet::new));
    return builds.stream().filter(build -> !needed.contains(build)).toList();
  }

  private static List<Long> surplus(long ever, int most, PruningMapper mapper) {
    long surplus = ever - mapper.gone();
    return surplus <= 0 ? List.of() : mapper.oldest(NEVER, Math.min(surplus, most));
  }

  /// Hands all to a session that collects statements.
  void writeTo(SqlSession session) {
    session.getMapper(PruningMapper.class).count(requests.size());
    requests.forEach(session.getMapper(FinishedRequestMapper.class)::delete);
    builds.forEach(session.getMapper(FinishedBuildMapper.class)::delete);
    builds.forEach(session.getMapper(RiderMapper.class)::delete);
    builds.forEach(session.getMapper(StepMapper.class)::delete);
    builds.forEach(session.getMapper(PruningMapper.class)::insert);
  }
}
