-- The other requests that an ended build was made for.
CREATE CACHED TABLE IF NOT EXISTS history_rider (
  build BIGINT NOT NULL,
  request BIGINT NOT NULL,
  PRIMARY KEY (build, request)
);

CREATE INDEX IF NOT EXISTS history_rider_of_request ON history_rider (request, build);
