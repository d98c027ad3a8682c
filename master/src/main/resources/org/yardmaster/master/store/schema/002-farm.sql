-- The farm as it is, its history and its audit.
-- Structured values that nobody searches for (definitions, properties, orders, replaced rows) are JSON texts.

-- One row: how far the farm has come, and the next free numbers.
CREATE TABLE IF NOT EXISTS farm (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  batch BIGINT NOT NULL,
  term BIGINT NOT NULL,
  stamped_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  next_request BIGINT NOT NULL,
  next_build BIGINT NOT NULL,
  next_builder BIGINT NOT NULL,
  next_slave BIGINT NOT NULL,
  next_place BIGINT NOT NULL,
  next_command BIGINT NOT NULL
);

DELETE FROM farm;

INSERT INTO farm (
  id, batch, term, stamped_at, next_request, next_build, next_builder, next_slave, next_place,
  next_command)
VALUES (
  1, 0, 1, CAST('1970-01-01 00:00:00+00:00' AS TIMESTAMP(3) WITH TIME ZONE), 1, 1, 1, 1, 1, 1);

CREATE TABLE IF NOT EXISTS config_version (
  version BIGINT NOT NULL PRIMARY KEY,
  applied_by VARCHAR(10000) NOT NULL,
  applied_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  config VARCHAR(10000000) NOT NULL,
  text VARCHAR(10000000) NOT NULL
);

CREATE TABLE IF NOT EXISTS builder (
  id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(10000) NOT NULL,
  definition VARCHAR(10000000) NOT NULL,
  retired BOOLEAN NOT NULL,
  last_build BIGINT,
  last_outcome VARCHAR(20),
  last_finished_at TIMESTAMP(3) WITH TIME ZONE,
  last_slave BIGINT
);

CREATE TABLE IF NOT EXISTS slave (
  id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(10000) NOT NULL,
  definition VARCHAR(10000000) NOT NULL,
  origin VARCHAR(20) NOT NULL,
  retired BOOLEAN NOT NULL,
  contact VARCHAR(20) NOT NULL,
  contact_since TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  start_id VARCHAR(10000) NOT NULL,
  address VARCHAR(10000) NOT NULL,
  contact_detail VARCHAR(1000000) NOT NULL,
  presence VARCHAR(20) NOT NULL,
  presence_reason VARCHAR(1000000) NOT NULL,
  presence_until TIMESTAMP(3) WITH TIME ZONE,
  out_by VARCHAR(10000),
  out_at TIMESTAMP(3) WITH TIME ZONE,
  out_reason VARCHAR(1000000),
  out_until TIMESTAMP(3) WITH TIME ZONE,
  os VARCHAR(10000) NOT NULL,
  arch VARCHAR(10000) NOT NULL,
  software VARCHAR(10000) NOT NULL,
  time_zone VARCHAR(10000) NOT NULL
);

CREATE TABLE IF NOT EXISTS slave_secret (
  slave BIGINT NOT NULL PRIMARY KEY,
  hash VARCHAR(1000) NOT NULL
);

CREATE TABLE IF NOT EXISTS farm_user (
  name VARCHAR(10000) NOT NULL PRIMARY KEY,
  role VARCHAR(20) NOT NULL,
  verifier VARCHAR(10000) NOT NULL
);

CREATE TABLE IF NOT EXISTS pause (
  kind VARCHAR(20) NOT NULL,
  name VARCHAR(10000) NOT NULL,
  paused_by VARCHAR(10000) NOT NULL,
  paused_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  reason VARCHAR(1000000) NOT NULL,
  paused_until TIMESTAMP(3) WITH TIME ZONE,
  PRIMARY KEY (kind, name)
);

-- Requests that have not ended. Their order: queue_rank, queue_place (by its bytes), id.
CREATE TABLE IF NOT EXISTS request (
  id BIGINT NOT NULL PRIMARY KEY,
  builder BIGINT NOT NULL,
  priority INTEGER NOT NULL,
  priority_by_hand BOOLEAN NOT NULL,
  queue_rank BIGINT NOT NULL,
  queue_place VARCHAR(10000) NOT NULL,
  submitted_by VARCHAR(10000) NOT NULL,
  submitted_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  reason VARCHAR(1000000) NOT NULL,
  properties VARCHAR(10000000) NOT NULL,
  not_before TIMESTAMP(3) WITH TIME ZONE,
  held_by VARCHAR(10000),
  held_at TIMESTAMP(3) WITH TIME ZONE,
  held_reason VARCHAR(1000000),
  build BIGINT,
  attempts INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS build (
  id BIGINT NOT NULL PRIMARY KEY,
  request BIGINT NOT NULL,
  builder BIGINT NOT NULL,
  slave BIGINT NOT NULL,
  slave_start VARCHAR(10000) NOT NULL,
  attempt INTEGER NOT NULL,
  started_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  step_names VARCHAR(10000000) NOT NULL,
  finished_steps VARCHAR(10000000) NOT NULL,
  current_step INTEGER,
  current_since TIMESTAMP(3) WITH TIME ZONE,
  stop_by VARCHAR(10000),
  stop_at TIMESTAMP(3) WITH TIME ZONE,
  stop_reason VARCHAR(1000000),
  lease_until TIMESTAMP(3) WITH TIME ZONE
);

-- What a running build was told to do.
CREATE TABLE IF NOT EXISTS build_order (
  build BIGINT NOT NULL PRIMARY KEY,
  content VARCHAR(10000000) NOT NULL
);

-- The audit. undo_candidate: it replaced rows, and is not itself an undo.
CREATE TABLE IF NOT EXISTS command_record (
  number BIGINT NOT NULL PRIMARY KEY,
  client_id VARCHAR(10000) NOT NULL,
  carried_out_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  user_name VARCHAR(10000) NOT NULL,
  kind VARCHAR(100) NOT NULL,
  command VARCHAR(10000000) NOT NULL,
  answer_text VARCHAR(1000000) NOT NULL,
  answer_request BIGINT,
  replaced VARCHAR(10000000) NOT NULL,
  undo_candidate BOOLEAN NOT NULL,
  undone_by BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS command_to_undo
  ON command_record (user_name, undo_candidate, undone_by, number);

-- The clients' ids of the last day's commands.
CREATE TABLE IF NOT EXISTS command_id (
  client_id VARCHAR(10000) NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  carried_out_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE INDEX IF NOT EXISTS command_id_age ON command_id (carried_out_at);

CREATE TABLE IF NOT EXISTS history_request (
  id BIGINT NOT NULL PRIMARY KEY,
  builder BIGINT NOT NULL,
  priority INTEGER NOT NULL,
  priority_by_hand BOOLEAN NOT NULL,
  queue_rank BIGINT NOT NULL,
  queue_place VARCHAR(10000) NOT NULL,
  submitted_by VARCHAR(10000) NOT NULL,
  submitted_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  reason VARCHAR(1000000) NOT NULL,
  properties VARCHAR(10000000) NOT NULL,
  not_before TIMESTAMP(3) WITH TIME ZONE,
  held_by VARCHAR(10000),
  held_at TIMESTAMP(3) WITH TIME ZONE,
  held_reason VARCHAR(1000000),
  build BIGINT,
  attempts INTEGER NOT NULL,
  builder_name VARCHAR(10000) NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  finished_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  waited_ms BIGINT NOT NULL,
  slave_name VARCHAR(10000) NOT NULL,
  ended_by VARCHAR(10000) NOT NULL,
  detail VARCHAR(1000000) NOT NULL
);

CREATE INDEX IF NOT EXISTS history_request_of_builder ON history_request (builder_name, id);

CREATE INDEX IF NOT EXISTS history_request_of_outcome ON history_request (outcome, id);

CREATE INDEX IF NOT EXISTS history_request_of_both ON history_request (builder_name, outcome, id);

-- finished_steps is empty where the steps are those of the result, in history_step.
CREATE TABLE IF NOT EXISTS history_build (
  id BIGINT NOT NULL PRIMARY KEY,
  request BIGINT NOT NULL,
  builder BIGINT NOT NULL,
  slave BIGINT NOT NULL,
  slave_start VARCHAR(10000) NOT NULL,
  attempt INTEGER NOT NULL,
  started_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  step_names VARCHAR(10000000) NOT NULL,
  finished_steps VARCHAR(10000000) NOT NULL,
  current_step INTEGER,
  current_since TIMESTAMP(3) WITH TIME ZONE,
  stop_by VARCHAR(10000),
  stop_at TIMESTAMP(3) WITH TIME ZONE,
  stop_reason VARCHAR(1000000),
  lease_until TIMESTAMP(3) WITH TIME ZONE,
  builder_name VARCHAR(10000) NOT NULL,
  slave_name VARCHAR(10000) NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  detail VARCHAR(1000000) NOT NULL,
  finished_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE INDEX IF NOT EXISTS history_build_of_request ON history_build (request, id);

CREATE INDEX IF NOT EXISTS history_build_of_builder ON history_build (builder_name, id);

CREATE INDEX IF NOT EXISTS history_build_of_slave ON history_build (slave_name, id);

-- idx is a step's place in the result's list.
CREATE TABLE IF NOT EXISTS history_step (
  build BIGINT NOT NULL,
  idx INTEGER NOT NULL,
  step INTEGER NOT NULL,
  name VARCHAR(10000) NOT NULL,
  ending VARCHAR(20) NOT NULL,
  exit_code INTEGER NOT NULL,
  ran_ms BIGINT NOT NULL,
  log_bytes BIGINT NOT NULL,
  detail VARCHAR(1000000) NOT NULL,
  PRIMARY KEY (build, idx)
);
