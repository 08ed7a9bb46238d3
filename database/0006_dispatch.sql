-- Incidents, the units sent to them, what was done when, and who called (sealed).
-- Times are microseconds since 1970-01-01T00:00:00Z. What must never happen is refused here, whoever writes.

-- The last number given on each local day.
CREATE TABLE incident_numbers (
  day text NOT NULL PRIMARY KEY,
  last bigint NOT NULL CHECK (last > 0)
);

CREATE TABLE incidents (
  id text NOT NULL PRIMARY KEY,
  number text NOT NULL UNIQUE,
  type text NOT NULL,
  priority bigint NOT NULL CHECK (priority BETWEEN 1 AND 4),
  state text NOT NULL CHECK (state IN ('new', 'dispatched', 'on_scene', 'cleared', 'closed', 'cancelled', 'merged')),
  location_lon double precision NOT NULL CHECK (location_lon BETWEEN -180 AND 180),
  location_lat double precision NOT NULL CHECK (location_lat BETWEEN -90 AND 90),
  outside boolean NOT NULL,
  address text NOT NULL,
  crossing text NOT NULL,
  area_id text REFERENCES areas (id),
  area_path text NOT NULL CHECK (area_path LIKE '/%'),
  description text NOT NULL,
  source text NOT NULL,
  source_id text,
  reported_at bigint NOT NULL,
  answered_at bigint CHECK (answered_at >= reported_at),
  hung_up_at bigint CHECK (hung_up_at >= reported_at),
  occurred_at bigint CHECK (occurred_at <= reported_at),
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  updated_at bigint NOT NULL,
  closed_at bigint,
  result text NOT NULL,
  merged_into text REFERENCES incidents (id) CHECK (merged_into <> id),
  reopened_count bigint NOT NULL CHECK (reopened_count >= 0),
  reopened_at bigint,
  first_type text,
  recommendation_id text,
  version bigint NOT NULL,
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CHECK ((state IN ('closed', 'cancelled', 'merged')) = (closed_at IS NOT NULL)),
  CHECK ((reopened_count > 0) = (reopened_at IS NOT NULL))
);
-- The same record of the same source is taken once: repeating an import is harmless.
CREATE UNIQUE INDEX incidents_source ON incidents (source, source_id);
CREATE INDEX incidents_open ON incidents (priority, reported_at, id) WHERE closed_at IS NULL;
CREATE INDEX incidents_ended ON incidents (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX incidents_reported ON incidents (reported_at, id);
CREATE INDEX incidents_merged ON incidents (merged_into) WHERE merged_into IS NOT NULL;

-- One unit sent to one incident.
CREATE TABLE assignments (
  id text NOT NULL PRIMARY KEY,
  incident_id text NOT NULL REFERENCES incidents (id),
  unit_id text NOT NULL REFERENCES units (id),
  status text NOT NULL CHECK (status IN ('assigned', 'accepted', 'en_route', 'on_scene', 'cleared', 'released')),
  epoch bigint NOT NULL CHECK (epoch > 0),
  assigned_at bigint NOT NULL,
  assigned_by text NOT NULL,
  assigned_by_name text NOT NULL,
  accepted_at bigint CHECK (accepted_at >= assigned_at),
  en_route_at bigint CHECK (en_route_at >= assigned_at),
  on_scene_at bigint CHECK (on_scene_at >= assigned_at),
  cleared_at bigint CHECK (cleared_at >= assigned_at),
  released_at bigint CHECK (released_at >= assigned_at),
  eta_s bigint CHECK (eta_s >= 0),
  recommendation_id text,
  reason text NOT NULL,
  release_reason text NOT NULL,
  version bigint NOT NULL,
  CHECK ((status = 'released') = (released_at IS NOT NULL))
);
-- A unit is never at two incidents at once.
CREATE UNIQUE INDEX assignments_holding ON assignments (unit_id) WHERE released_at IS NULL;
-- An epoch is given once: a late report of an earlier assignment can always be told apart.
CREATE UNIQUE INDEX assignments_epoch ON assignments (unit_id, epoch);
CREATE INDEX assignments_incident ON assignments (incident_id, assigned_at, id);

-- Who holds a unit now: taken by a compare-and-set that raises the epoch.
CREATE TABLE unit_holds (
  unit_id text NOT NULL PRIMARY KEY REFERENCES units (id),
  epoch bigint NOT NULL CHECK (epoch >= 0),
  assignment_id text  -- NULL: free
);

-- Every step of an incident, with who took it. Never a sealed word.
CREATE TABLE timeline (
  id text NOT NULL PRIMARY KEY,
  incident_id text NOT NULL REFERENCES incidents (id),
  at bigint NOT NULL,
  kind text NOT NULL,
  by_account text NOT NULL,
  by_name text NOT NULL,
  detail text NOT NULL,
  text_zh text NOT NULL,
  text_en text NOT NULL
);
CREATE INDEX timeline_incident ON timeline (incident_id, at, id);

-- Who called, sealed with a key of the incident's own that is kept only wrapped by the installation's master key. The
-- row is deleted when it expires; without the key a copy of the box in a backup is noise.
CREATE TABLE sealed_callers (
  incident_id text NOT NULL PRIMARY KEY REFERENCES incidents (id),
  wrapped_key text NOT NULL,
  box text NOT NULL,
  sealed_at bigint NOT NULL,
  expires_at bigint NOT NULL CHECK (expires_at > sealed_at)
);
CREATE INDEX sealed_callers_expiry ON sealed_callers (expires_at);

-- The 110 data set's fields of an imported call that have no column of their own (JSON, no field on a person).
CREATE TABLE incident_110 (
  incident_id text NOT NULL PRIMARY KEY REFERENCES incidents (id),
  fields text NOT NULL,
  dropped bigint NOT NULL CHECK (dropped >= 0)  -- identity fields that were thrown away unread
);
