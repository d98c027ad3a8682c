-- What history limits ask for: the oldest ended requests, and the builds whose rows are gone while
-- their logs may still be there.

CREATE INDEX IF NOT EXISTS history_request_by_end ON history_request (finished_at, id);

CREATE INDEX IF NOT EXISTS history_build_of_both ON history_build (builder_name, slave_name, id);

CREATE TABLE IF NOT EXISTS pruned_build (
  build BIGINT NOT NULL PRIMARY KEY
);

-- One row: how many ended requests have gone up to now.
CREATE TABLE IF NOT EXISTS history_gone (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  requests BIGINT NOT NULL
);

DELETE FROM history_gone;

INSERT INTO history_gone VALUES (1, 0);
