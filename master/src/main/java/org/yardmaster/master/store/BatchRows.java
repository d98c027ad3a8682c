package org.yardmaster.master.store;

import java.time.Duration;
import java.time.Instant;
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

  /// How long a client's command id is remembered.
  static final Duration ID_MEMORY = Duration.ofDays(1);

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
  private Optional<Instant> idsForgottenUntil = Optional.empty();

  private BatchRows() {}

  static BatchRows of(Batch batch) {
    BatchRows rows = new BatchRows();
    batch.changes().forEach(rows::add);
    if (batch.changes().stream().anyMatch(Change.CommandKept.class::isInstance)) {
      rows.idsForgottenUntil = Optional.of(batch.at().minus(ID_MEMORY));
    }
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

  /// Hands all rows to a session that collects statements; they reach the database when it is
  /// flushed.
  ///
  /// @param afresh history and audit are taken to have none of these rows yet; if one has, the
  ///   database refuses them, and nothing else is wrong
  void writeTo(SqlSession session, boolean afresh) {
    FarmMapper farm = session.getMapper(FarmMapper.class);
    counters.ifPresent(farm::count);
    configs.writeTo(session.getMapper(ConfigMapper.class));
    builders.writeTo(session.getMapper(BuilderMapper.class));
    slaves.writeTo(session.getMapper(SlaveMapper.class));
    secrets.writeTo(session.getMapper(SecretMapper.class));
    users.writeTo(session.getMapper(UserMapper.class));
    pauses.writeTo(session.getMapper(PauseMapper.class));
    requests.writeTo(session.getMapper(RequestMapper.class));
    builds.writeTo(session.getMapper(BuildMapper.class));
    orders.writeTo(session.getMapper(OrderMapper.class));
    lost.writeTo(session.getMapper(LostMapper.class));
    schedules.writeTo(session.getMapper(ScheduleMapper.class));
    incidents.writeTo(session.getMapper(IncidentMapper.class));
    write(finishedRequests, session.getMapper(FinishedRequestMapper.class), afresh);
    write(finishedBuilds, session.getMapper(FinishedBuildMapper.class), afresh);
    write(steps, session.getMapper(StepMapper.class), afresh);
    riders.writeTo(session.getMapper(RiderMapper.class));
    writeCommandsTo(session, afresh);
  }

  private static <K, R> void write(TableChanges<K, R> rows, Table<K, R> table, boolean afresh) {
    if (afresh) {
      rows.addTo(table);
    } else {
      rows.writeTo(table);
    }
  }

  private void writeCommandsTo(SqlSession session, boolean afresh) {
    CommandMapper audit = session.getMapper(CommandMapper.class);
    write(commands, audit, afresh);
    undone.forEach(u -> audit.undone(u.number(), u.by()));
    ClientIdMapper ids = session.getMapper(ClientIdMapper.class);
    idsForgottenUntil.ifPresent(ids::forgetUntil);
    write(clientIds, ids, afresh);
  }
}
