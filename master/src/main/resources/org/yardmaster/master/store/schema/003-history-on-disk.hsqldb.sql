-- What only grows stays on disk; what is active, in memory.
SET TABLE command_record TYPE CACHED;
SET TABLE command_id TYPE CACHED;
SET TABLE history_request TYPE CACHED;
SET TABLE history_build TYPE CACHED;
SET TABLE history_step TYPE CACHED;
SET TABLE config_version TYPE CACHED;
