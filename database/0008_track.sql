-- Where units on shift were. Positions are of units (things on duty), deleted after track.days; off shift nothing comes here.

-- Groups of fixes as they came in, until they are sealed into trails. One row a commit; `fixes` is binary (log_codec).
CREATE TABLE track_log (
  seq bigint NOT NULL PRIMARY KEY,
  fixes bytea NOT NULL
);

-- Trails: a unit's fixes of one hour (hours since 1970 by the device's clock), compressed (part_codec). Several parts an
-- hour until they are joined.
CREATE TABLE track_parts (
  unit_id text NOT NULL REFERENCES units (id),
  hour bigint NOT NULL,
  part text NOT NULL,
  last_us bigint NOT NULL,
  fixes bytea NOT NULL,
  PRIMARY KEY (unit_id, hour, part)
);
CREATE INDEX track_parts_hour ON track_parts (hour);
