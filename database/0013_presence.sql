-- Presence of who is out alone, and calls for help of units. Times are microseconds since 1970-01-01T00:00:00Z.

-- A unit that must report that all is well every interval_s seconds. Gone when the unit goes off shift. Everything that
-- follows from time is computed from the row, so a start after hours still finds what is overdue.
CREATE TABLE presence_timers (
  unit_id text NOT NULL PRIMARY KEY REFERENCES units (id),
  interval_s bigint NOT NULL CHECK (interval_s BETWEEN 60 AND 86400),
  last_at bigint NOT NULL,             -- the last check-in, or the setting of the timer
  due_at bigint NOT NULL CHECK (due_at > last_at),
  overdue_at bigint,                   -- when it was noticed that none came; NULL: not overdue
  incident_id text REFERENCES incidents (id),  -- opened because nobody answered
  set_by text NOT NULL,                -- account
  version bigint NOT NULL
);
CREATE INDEX presence_timers_due ON presence_timers (due_at);

-- A unit's call for help. The row is made first and only once per unit and client_key, whoever repeats it and when.
CREATE TABLE sos (
  id text NOT NULL PRIMARY KEY,
  unit_id text NOT NULL REFERENCES units (id),
  client_key text NOT NULL CHECK (length(client_key) BETWEEN 8 AND 64),  -- the sender's own number of the call
  account_id text NOT NULL,            -- who sent it
  incident_id text REFERENCES incidents (id),  -- NULL within the making transaction only
  sent_at bigint NOT NULL,             -- by the sender's clock
  received_at bigint NOT NULL,
  position_lon double precision NOT NULL,
  position_lat double precision NOT NULL,
  position_from text NOT NULL CHECK (position_from IN ('sent', 'last_known', 'station', 'area', 'place')),
  position_at bigint,                  -- of a last known position
  note text NOT NULL,
  confirmed_at bigint CHECK (confirmed_at >= received_at),
  confirmed_by text,                   -- account of the desk
  version bigint NOT NULL,
  UNIQUE (unit_id, client_key),
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL))
);
CREATE INDEX sos_key ON sos (client_key);
CREATE INDEX sos_waiting ON sos (received_at, id) WHERE confirmed_at IS NULL;
