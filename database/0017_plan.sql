-- Emergency plans in force. Times are microseconds since 1970-01-01T00:00:00Z. A drill keeps the same tables in a file of its own,
-- without the town around them: hence no references to areas, places, units or incidents.

-- The editions of plans that were in force, as they were written.
CREATE TABLE plan_editions (
  plan text NOT NULL,
  version text NOT NULL,
  content text NOT NULL,
  loaded_at bigint NOT NULL,
  PRIMARY KEY (plan, version)
);

CREATE TABLE activations (
  id text NOT NULL PRIMARY KEY,
  number text NOT NULL UNIQUE,
  plan text NOT NULL,
  plan_version text NOT NULL,
  level text NOT NULL CHECK (level IN ('red', 'orange', 'yellow', 'blue')),
  level_since bigint NOT NULL,
  area_id text NOT NULL,
  area_path text NOT NULL CHECK (area_path LIKE '/%'),
  place_id text,
  position_lon double precision CHECK (position_lon BETWEEN -180 AND 180),
  position_lat double precision CHECK (position_lat BETWEEN -90 AND 90),
  incident_id text NOT NULL,                                 -- '': none
  reported_at bigint,                                        -- of the incident
  reason text NOT NULL CHECK (reason <> ''),
  activated_at bigint NOT NULL,
  activated_by text NOT NULL,
  activated_name text NOT NULL,
  stood_down_at bigint,
  stood_down_by text NOT NULL,
  stood_down_name text NOT NULL,
  end_report text NOT NULL,
  report_matter_id text REFERENCES matters (id),
  review_matter_id text REFERENCES matters (id),
  updated_at bigint NOT NULL,
  version bigint NOT NULL,
  CHECK ((stood_down_at IS NULL) = (end_report = ''))
);
-- The same plan is in force once for an area and an incident, whoever else presses at the same moment.
CREATE UNIQUE INDEX activations_once ON activations (plan, area_id, incident_id) WHERE stood_down_at IS NULL;
CREATE INDEX activations_time ON activations (activated_at, id);

CREATE TABLE activation_roles (
  activation_id text NOT NULL REFERENCES activations (id),
  role text NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'confirmed', 'released')),
  asked_at bigint NOT NULL,
  due_at bigint NOT NULL,                                    -- the first moment that is too late
  confirmed_at bigint,
  confirmed_by text NOT NULL,                                -- account
  confirmed_name text NOT NULL,
  unit_id text,                                              -- the unit it was confirmed for
  unit_name text NOT NULL,
  overdue_at bigint,                                         -- when running out was noticed
  next_at bigint,                                            -- when it must be looked at
  PRIMARY KEY (activation_id, role),
  CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
);
CREATE INDEX activation_roles_next ON activation_roles (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE activation_tasks (
  activation_id text NOT NULL REFERENCES activations (id),
  task text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'open', 'started', 'reported', 'done', 'refused', 'dropped')),
  opened_at bigint,                                          -- its clock began
  due_at bigint,                                             -- the first moment that is too late
  started_at bigint,
  started_by text NOT NULL,
  started_name text NOT NULL,
  done_at bigint,
  done_by text NOT NULL,
  done_name text NOT NULL,
  confirmed_at bigint,
  confirmed_by text NOT NULL,
  confirmed_name text NOT NULL,
  note text NOT NULL,
  reason text NOT NULL,                                      -- why it was refused or sent back
  overdue_at bigint,                                         -- when running out was noticed
  next_at bigint,                                            -- when it must be looked at
  PRIMARY KEY (activation_id, task),
  CHECK (state IN ('waiting', 'dropped') OR due_at IS NOT NULL),
  CHECK (state NOT IN ('reported', 'done') OR done_at IS NOT NULL)
);
CREATE INDEX activation_tasks_next ON activation_tasks (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE activation_resources (
  activation_id text NOT NULL REFERENCES activations (id),
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL,                                        -- of the plan's list; '': another
  kind text NOT NULL CHECK (kind IN ('kit', 'place', 'other')),
  place_id text,
  kit_item_id text,
  name text NOT NULL CHECK (name <> ''),
  count bigint NOT NULL CHECK (count >= 0),
  position_lon double precision CHECK (position_lon BETWEEN -180 AND 180),
  position_lat double precision CHECK (position_lat BETWEEN -90 AND 90),
  state text NOT NULL CHECK (state IN ('needed', 'asked', 'on_the_way', 'ready', 'in_use', 'withdrawn')),
  note text NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  updated_name text NOT NULL
);
CREATE INDEX activation_resources_of ON activation_resources (activation_id);

-- Who did what when. Rows are only added.
CREATE TABLE activation_log (
  id text NOT NULL PRIMARY KEY,
  activation_id text NOT NULL REFERENCES activations (id),
  at bigint NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,                                        -- of the role, task or resource
  by_account text NOT NULL,                                  -- '': the system itself
  by_name text NOT NULL,
  text_zh text NOT NULL,
  text_en text NOT NULL,
  note text NOT NULL
);
CREATE INDEX activation_log_of ON activation_log (activation_id, id);

-- The one drill of a drill's own file; empty in the town's database.
CREATE TABLE drills (
  id text NOT NULL PRIMARY KEY,
  plan text NOT NULL,
  plan_version text NOT NULL,
  title text NOT NULL,
  area_id text NOT NULL,
  area_path text NOT NULL CHECK (area_path LIKE '/%'),
  speed bigint NOT NULL CHECK (speed BETWEEN 1 AND 60),
  starts_at bigint NOT NULL,                                 -- of the drill's own clock
  started_at bigint NOT NULL,                                -- of the world's
  started_by text NOT NULL,
  started_name text NOT NULL,
  mark_real bigint NOT NULL,                                 -- at this moment of the world's clock …
  mark_virtual bigint NOT NULL,                              -- … the drill's showed this
  ended_at bigint,
  ended_virtual bigint,
  ended_by text NOT NULL,
  ended_name text NOT NULL,
  summary text NOT NULL
);
