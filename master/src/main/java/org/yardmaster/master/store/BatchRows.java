package org.yardmaster.master.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.session.SqlSession;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.master.store.CommandRow.ClientIdRow;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.PauseScope;

/// The rows that a batch leaves behind, table by table.
final class BatchRows {

  private final TableChanges<Long, ConfigRow> configs = new TableChanges<>();
  private final TableChanges<Long, BuilderRow> builders = new TableChanges<>();
  private final TableChanges<Long, SlaveRow> slaves = new TableChanges<>();
  private final TableChanges<Long, SecretRow> secrets = new TableChanges<>();
  private final TableChanges<String, UserRow> users = new TableChanges<>();
  private final TableChanges<PauseScope, PauseRow> pauses = new TableChanges<>();
  private final TableChanges<Long, RequestRow> requests = new TableChanges<>();
  private final TableChanges<Long, BuildRow> builds = new TableChanges<>();
  private final TableChanges<Long, OrderRow> orders = new TableChanges<>();
  private final TableChanges<Long, OrderRow> lost = new TableChanges<>();
  private final TableChanges<String, ScheduleRow> schedules = new TableChanges<>();
  private final TableChanges<Long, IncidentRow> incidents = new TableChanges<>();
  private final TableChanges<Long, CommandRow> commands = new TableChanges<>();
  private final TableChanges<String, ClientIdRow> clientIds = new TableChanges<>();
  private final TableChanges<Long, FinishedRequestRow> finishedRequests = new TableChanges<>();
  private final TableChanges<Long, FinishedBuildRow> finishedBuilds = new TableChanges<>();
  private final TableChanges<Long, StepRow> steps = new TableChanges<>();
  private final TableChanges<Long, RiderRow> riders = new TableChanges<>();
  private final List<Change.CommandUndone> undone = new ArrayList<>();
  private Optional<Counters> counters = Optional.empty();

  private BatchRows() {}

  static BatchRows of(Batch batch) {
    BatchRows rows = new BatchRows();
    batch.changes().forEach(rows::add);
    return rows;
  }

  private void add(Change change) {
    switch (change) {
      case Change.Shown(FarmChange shown) -> add(shown);
      case Change.BuildOrdered(var build, var order) ->
          orders.put(build.value(), new OrderRow(build.value(), Texts.of(order)));
      case Change.LostKept(var known) -> {
        long build = known.build().id().value();
        lost.put(build, new OrderRow(build, Texts.of(known)));
      }
      case Change.LostGone(var build) -> lost.remove(build.value());
      case Change.HistoryForgotten(var request) -> finishedRequests.remove(request.value());
      case Change.SecretKept(var slave, var hash) ->
          secrets.put(slave.value(), new SecretRow(slave.value(), hash));
      case Change.UserKept(var user) -> users.put(user.name(), UserRow.of(user));
      case Change.UserGone(var name) -> users.remove(name);
      case Change.ConfigKept(var config) -> configs.put(config.version(), ConfigRow.of(config));
      case Change.CommandKept(var command) -> add(command);
      case Change.CommandUndone c -> undone.add(c);
      case Change.CountersKept(var next) -> counters = Optional.of(next);
    }
  }

  private void add(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept(var request) ->
          requests.put(request.id().value(), RequestRow.of(request));
      case FarmChange.RequestEnded(var finished) -> add(finished);
      case FarmChange.BuildKept(var build) -> builds.put(build.id().value(), BuildRow.of(build));
      case FarmChange.BuildEnded(var finished) -> add(finished);
      case FarmChange.BuildGone(var build) -> {
        builds.remove(build.value());
        orders.remove(build.value());
      }
      case FarmChange.SlaveKept(var slave) -> slaves.put(slave.id().value(), SlaveRow.of(slave));
      case FarmChange.SlaveGone(var slave) -> {
        slaves.remove(slave.value());
        secrets.remove(slave.value());
      }
      case FarmChange.BuilderKept(var builder) ->
          builders.put(builder.id().value(), BuilderRow.of(builder));
      case FarmChange.PauseKept(var pause) -> pauses.put(pause.scope(), PauseRow.of(pause));
      case FarmChange.PauseGone(var scope) -> pauses.remove(scope);
      case FarmChange.ScheduleKept(var schedule) ->
          schedules.put(schedule.name(), ScheduleRow.of(schedule));
      case FarmChange.ScheduleGone(var name) -> schedules.remove(name);
      case FarmChange.IncidentKept(var incident) ->
          incidents.put(incident.number(), IncidentRow.of(incident));
      case FarmChange.IncidentGone(var number) -> incidents.remove(number);
      case FarmChange.SettingsKept _ -> {}
    }
  }

  private void add(FinishedRequest finished) {
    long id = finished.request().id().value();
    requests.remove(id);
    finishedRequests.put(id, FinishedRequestRow.of(finished));
  }

  private void add(FinishedBuild finished) {
    long id = finished.build().id().value();
    builds.remove(id);
    orders.remove(id);
    finishedBuilds.put(id, FinishedBuildRow.of(finished));
    steps.put(id, StepRow.of(finished));
    riders.put(id, RiderRow.of(finished.build()));
  }

  private void add(CommandRecord command) {
    commands.put(command.number(), CommandRow.of(command));
    clientIds.put(command.id(), ClientIdRow.of(command));
  }

  /// The numbers that will have been given away with this batch, where it gives any away.
  Optional<Counters> counters() {
    return counters;
  }

  /// Hands all rows to a session that collects statements; they reach the database when it is
  /// flushed.
  ///
  /// @param stored the counters before this batch, so that rows numbered by it are taken to be new,
  ///   and so are all of history and audit; if one is not, the database refuses them, and nothing
  ///   else is wrong. If absent, every row is looked for.
  void writeTo(SqlSession session, Optional<Counters> stored) {
    boolean afresh = stored.isPresent();
    long firstRequest = stored.map(Counters::request).orElse(Long.MAX_VALUE);
    long firstBuild = stored.map(Counters::build).orElse(Long.MAX_VALUE);
    FarmMapper farm = session.getMapper(FarmMapper.class);
    counters.ifPresent(farm::count);
    configs.writeTo(session.getMapper(ConfigMapper.class));
    builders.writeTo(session.getMapper(BuilderMapper.class));
    slaves.writeTo(session.getMapper(SlaveMapper.class));
    secrets.writeTo(session.getMapper(SecretMapper.class));
    users.writeTo(session.getMapper(UserMapper.class));
    pauses.writeTo(session.getMapper(PauseMapper.class));
    requests.writeTo(session.getMapper(RequestMapper.class), id -> id >= firstRequest);
    builds.writeTo(session.getMapper(BuildMapper.class), id -> id >= firstBuild);
    orders.writeTo(session.getMapper(OrderMapper.class), id -> id >= firstBuild);
    lost.writeTo(session.getMapper(LostMapper.class));
    schedules.writeTo(session.getMapper(ScheduleMapper.class));
    incidents.writeTo(session.getMapper(IncidentMapper.class));
    finishedRequests.writeTo(session.getMapper(FinishedRequestMapper.class), _ -> afresh);
    finishedBuilds.writeTo(session.getMapper(FinishedBuildMapper.class), _ -> afresh);
    steps.writeTo(session.getMapper(StepMapper.class), _ -> afresh);
    riders.writeTo(session.getMapper(RiderMapper.class));
    writeCommandsTo(session, afresh);
  }

  private void writeCommandsTo(SqlSession session, boolean afresh) {
    CommandMapper audit = session.getMapper(CommandMapper.class);
    commands.writeTo(audit, _ -> afresh);
    undone.forEach(u -> audit.undone(u.number(), u.by()));
    clientIds.writeTo(session.getMapper(ClientIdMapper.class), _ -> afresh);
  }
}
