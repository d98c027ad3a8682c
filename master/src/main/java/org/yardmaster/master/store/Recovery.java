package org.yardmaster.master.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.ibatis.session.SqlSession;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.LostBuild;
import org.yardmaster.master.loop.Store.Recovered;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.SlaveId;

/// Reads the whole farm out of its tables.
final class Recovery {
  private static final ConfigVersion BEFORE_ANY =
      new ConfigVersion(0, "", Instant.EPOCH, FarmConfig.empty(), "");

  private final SqlSession session;

  private Recovery(SqlSession session) {
    this.session = session;
  }

  static Recovered read(SqlSession session) {
    FarmMapper.FarmRow last = session.getMapper(FarmMapper.class).last();
    return new Recovered(new Recovery(session).farm(), last.batch(), last.term(), last.stampedAt());
  }

  private FarmSnapshot farm() {
    return new FarmSnapshot(
        session.getMapper(FarmMapper.class).counters(),
        session
            .getMapper(ConfigMapper.class)
            .inForce()
            .map(row -> row.toConfig())
            .orElse(BEFORE_ANY),
        session.getMapper(BuilderMapper.class).all().stream().map(row -> row.toBuilder()).toList(),
        session.getMapper(SlaveMapper.class).all().stream().map(row -> row.toSlave()).toList(),
        secrets(),
        users(),
        pauses(),
        requests(),
        session.getMapper(BuildMapper.class).all().stream().map(row -> row.toBuild()).toList(),
        orders(),
        lost(),
        session.getMapper(ScheduleMapper.class).all().stream()
            .map(row -> row.toSchedule())
            .toList(),
        session.getMapper(IncidentMapper.class).all().stream()
            .map(row -> row.toIncident())
            .toList());
  }

  private List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    session
        .getMapper(RequestMapper.class)
        .all(row -> requests.add(row.getResultObject().toRequest()));
    return requests;
  }

  private List<LostBuild> lost() {
    return session.getMapper(LostMapper.class).all().stream()
        .map(row -> Texts.to(row.content(), LostBuild.class))
        .toList();
  }

  private List<Pause> pauses() {
    return session.getMapper(PauseMapper.class).all().stream()
        .map(PauseRow::toPause)
        .sorted((a, b) -> a.scope().compareTo(b.scope()))
        .toList();
  }

  private SortedMap<SlaveId, String> secrets() {
    SortedMap<SlaveId, String> secrets = new TreeMap<>();
    session
        .getMapper(SecretMapper.class)
        .all()
        .forEach(row -> secrets.put(new SlaveId(row.slave()), row.hash()));
    return secrets;
  }

  private SortedMap<String, Change.User> users() {
    SortedMap<String, Change.User> users = new TreeMap<>();
    session.getMapper(UserMapper.class).all().forEach(row -> users.put(row.name(), row.toUser()));
    return users;
  }

  private SortedMap<BuildId, BuildOrder> orders() {
    SortedMap<BuildId, BuildOrder> orders = new TreeMap<>();
    session
        .getMapper(OrderMapper.class)
        .all()
        .forEach(
            row -> orders.put(new BuildId(row.build()), Texts.to(row.content(), BuildOrder.class)));
    return orders;
  }
}
