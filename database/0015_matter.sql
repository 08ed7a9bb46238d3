-- Matters: everything with a deadline. Times are microseconds since 1970-01-01T00:00:00Z; fields, pauses and details are JSON.
-- A matter is about a place, a thing or a duty. Whoever is party to it stands sealed in matter_parties and nowhere else.

-- The editions of kinds that matters began with, as they were written.
CREATE TABLE matter_kinds (
  kind text NOT NULL,
  version text NOT NULL,
  content text NOT NULL,
  loaded_at bigint NOT NULL,
  PRIMARY KEY (kind, version)
);

-- The last number given of each prefix and local year: "HZ-2026".
CREATE TABLE matter_numbers (
  series text NOT NULL PRIMARY KEY,
  last bigint NOT NULL CHECK (last > 0)
);

CREATE TABLE matters (
  id text NOT NULL PRIMARY KEY,
  number text NOT NULL UNIQUE,
  kind text NOT NULL,
  kind_version text NOT NULL,
  stage text NOT NULL,
  stage_since bigint NOT NULL,
  title text NOT NULL,
  area_id text NOT NULL REFERENCES areas (id),
  area_path text NOT NULL CHECK (area_path LIKE '/%'),       -- where it lies: who may see it
  desk_path text NOT NULL CHECK (desk_path LIKE '/%'),       -- whose desk it is on: who may act
  place_id text REFERENCES places (id),
  position_lon double precision CHECK (position_lon BETWEEN -180 AND 180),
  position_lat double precision CHECK (position_lat BETWEEN -90 AND 90),
  subject_kind text NOT NULL,                                -- what it is opened from: "", incident, matter, recurrence
  subject_id text NOT NULL,
  fields text NOT NULL,
  reported_at bigint NOT NULL,
  event_at bigint,
  known_at bigint,
  opened_by text NOT NULL,                                   -- account; '' the system itself
  handler text,                                              -- account that took it
  leader text,                                               -- account in charge
  handing text NOT NULL CHECK (handing IN ('none', 'asked', 'ruling')),
  referred_from text,                                        -- the desk it came from
  bounces bigint NOT NULL CHECK (bounces >= 0),
  ruled boolean NOT NULL,
  asked bigint NOT NULL CHECK (asked >= 0),
  listed_at bigint,
  listed_path text,
  escalated_path text,                                       -- the highest desk told so far
  escalated_at bigint,
  due_at bigint,                                             -- of the clock that runs out first
  due_clock text NOT NULL,
  provisional boolean NOT NULL,
  round bigint NOT NULL CHECK (round > 0),                   -- 1, and one more with each reopening
  reopened_at bigint,
  ended_at bigint,
  result text NOT NULL,
  merged_into text REFERENCES matters (id) CHECK (merged_into <> id),
  same_key text NOT NULL,                                    -- what makes it the same once more; '' when its kind does not ask
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  version bigint NOT NULL,
  CHECK (listed_at IS NULL OR listed_path IS NOT NULL)
);
-- pg: ALTER TABLE matters SET (fillfactor = 85);
CREATE INDEX matters_place ON matters (place_id, reported_at) WHERE place_id IS NOT NULL;
CREATE INDEX matters_subject ON matters (subject_id) WHERE subject_id <> '';
CREATE INDEX matters_same ON matters (same_key, ended_at) WHERE same_key <> '';
CREATE INDEX matters_mine ON matters (handler, due_at) WHERE ended_at IS NULL AND handler IS NOT NULL;
CREATE INDEX matters_listed ON matters (listed_at) WHERE listed_at IS NOT NULL AND ended_at IS NULL;
-- Late ones that a desk above was told of. On PostgreSQL no index has a column that telling changes: telling many at once would write
-- an entry into every index for each.
-- sqlite: CREATE INDEX matters_escalated ON matters (due_at, id) WHERE escalated_at IS NOT NULL AND ended_at IS NULL;
-- pg: CREATE INDEX matters_due ON matters (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX matters_stage ON matters (kind, stage, due_at, id) WHERE ended_at IS NULL;
CREATE INDEX matters_reported ON matters (kind, reported_at, id);

-- Whose turn it is: one row for each role that can act on an open matter, and each desk it lies on.
CREATE TABLE matter_turns (
  matter_id text NOT NULL REFERENCES matters (id),
  role text NOT NULL,
  desk_path text NOT NULL,
  due_at bigint NOT NULL,                                    -- 9223372036854775807: none
  signs boolean NOT NULL,                                    -- a further signature is waited for
  PRIMARY KEY (matter_id, role, desk_path)
);
CREATE INDEX matter_turns_due ON matter_turns (role, due_at, desk_path, matter_id);
CREATE INDEX matter_turns_signs ON matter_turns (role, due_at) WHERE signs;

CREATE TABLE matter_clocks (
  matter_id text NOT NULL REFERENCES matters (id),
  serial bigint NOT NULL,                                    -- 1, 2, … within the matter
  code text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'paused', 'met', 'missed', 'dropped')),
  owner text NOT NULL,                                       -- role that owes it
  started_at bigint NOT NULL,
  due_at bigint NOT NULL,                                    -- the first moment that is too late
  provisional boolean NOT NULL,
  citation text NOT NULL,
  warn_at bigint,
  warned_at bigint,
  overdue_at bigint,                                         -- when it was noticed
  escalated bigint NOT NULL CHECK (escalated >= 0),
  paused_at bigint,
  pause_reason text NOT NULL,
  pauses text NOT NULL,
  ended_at bigint,
  next_at bigint,                                            -- when it must be looked at
  PRIMARY KEY (matter_id, serial),
  CHECK ((state = 'paused') = (paused_at IS NOT NULL)),
  CHECK ((state IN ('running', 'paused')) = (ended_at IS NULL))
);
CREATE INDEX matter_clocks_next ON matter_clocks (next_at, matter_id) WHERE next_at IS NOT NULL;
CREATE INDEX matter_clocks_provisional ON matter_clocks (matter_id) WHERE provisional AND ended_at IS NULL;

-- Who did what when and why. Rows are only added, each in the transaction that writes its matter; matters are never deleted. No
-- reference says so: PostgreSQL locks the matter's row for each line, which took most of the time when many clocks run out at once.
CREATE TABLE matter_lines (
  id text NOT NULL,                                          -- rises within the matter
  matter_id text NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,                                        -- of the step or clock
  round bigint NOT NULL,
  by_account text NOT NULL,
  by_name text NOT NULL,
  text_zh text NOT NULL,
  text_en text NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (matter_id, id)
);

-- Signatures under a step that is not done yet: each by somebody else.
CREATE TABLE matter_signatures (
  matter_id text NOT NULL REFERENCES matters (id),
  step text NOT NULL,
  account_id text NOT NULL,
  account_name text NOT NULL,
  role text NOT NULL,
  signed_at bigint NOT NULL,
  content text NOT NULL,                                     -- what was signed: fields and reason
  PRIMARY KEY (matter_id, account_id)
);

CREATE TABLE matter_receipts (
  matter_id text NOT NULL REFERENCES matters (id),
  serial bigint NOT NULL,
  code text NOT NULL,
  role text NOT NULL,
  desk_path text NOT NULL,
  asked_at bigint NOT NULL,
  received_at bigint,
  received_by text NOT NULL,
  received_name text NOT NULL,
  PRIMARY KEY (matter_id, serial)
);
CREATE INDEX matter_receipts_waiting ON matter_receipts (role, asked_at) WHERE received_at IS NULL;

CREATE TABLE matter_evidence (
  id text NOT NULL PRIMARY KEY,
  matter_id text NOT NULL REFERENCES matters (id),
  code text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('photo', 'document')),
  file_id text NOT NULL,
  name text NOT NULL,
  round bigint NOT NULL,
  added_at bigint NOT NULL,
  added_by text NOT NULL,
  added_name text NOT NULL,
  removed_at bigint
);
CREATE INDEX matter_evidence_matter ON matter_evidence (matter_id);
CREATE INDEX matter_evidence_file ON matter_evidence (file_id);

CREATE TABLE matter_links (
  from_id text NOT NULL REFERENCES matters (id),
  to_id text NOT NULL REFERENCES matters (id),
  kind text NOT NULL CHECK (kind IN ('opened', 'split', 'merged', 'related')),
  linked_at bigint NOT NULL,
  linked_by text NOT NULL,
  PRIMARY KEY (from_id, to_id, kind),
  CHECK (from_id <> to_id)
);
CREATE INDEX matter_links_to ON matter_links (to_id);

-- Desks that handle it jointly with the first.
CREATE TABLE matter_desks (
  matter_id text NOT NULL REFERENCES matters (id),
  desk_path text NOT NULL,
  added_at bigint NOT NULL,
  PRIMARY KEY (matter_id, desk_path)
);

-- Parties, sealed under a key of the matter's own. When the row goes, nobody can read them any more.
CREATE TABLE matter_parties (
  matter_id text NOT NULL PRIMARY KEY REFERENCES matters (id),
  wrapped_key text NOT NULL,
  box text NOT NULL,
  sealed_at bigint NOT NULL,
  expires_at bigint                                          -- nothing while the matter is open
);
CREATE INDEX matter_parties_expiry ON matter_parties (expires_at) WHERE expires_at IS NOT NULL;

-- What opened by itself: once for each area and period.
CREATE TABLE matter_recurrences (
  kind text NOT NULL,
  area_id text NOT NULL REFERENCES areas (id),
  period text NOT NULL,                                      -- "2026-03", "2026-Q1", "2026"
  matter_id text NOT NULL,
  PRIMARY KEY (kind, area_id, period)
);

-- How many forms were filled in, by kind, step ('' the opening), role and desk; never by person.
CREATE TABLE matter_effort (
  kind text NOT NULL,
  step text NOT NULL,
  role text NOT NULL,
  desk_path text NOT NULL,
  day text NOT NULL,                                         -- local, YYYY-MM-DD
  forms bigint NOT NULL,
  timed bigint NOT NULL,                                     -- of which the page said how long
  seconds bigint NOT NULL,                                   -- … they were open, together
  PRIMARY KEY (kind, step, role, desk_path, day)
);
CREATE INDEX matter_effort_day ON matter_effort (day);

-- When a field was last taken into an output that people read.
CREATE TABLE matter_field_reads (
  kind text NOT NULL,
  field text NOT NULL,
  read_at bigint NOT NULL,
  PRIMARY KEY (kind, field)
);

-- What only one node may do at a time: who does it, until when.
CREATE TABLE leases (
  name text NOT NULL PRIMARY KEY,
  holder text NOT NULL,
  held_until bigint NOT NULL,
  epoch bigint NOT NULL
);

-- Roles that matters need. The table is made anew: its rule names them all.
CREATE TABLE role_grants_of_2 (
  account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('system_admin', 'security_admin', 'audit_admin', 'dispatcher', 'commander', 'patrol_leader',
                                     'field_officer', 'grid_worker', 'mediator', 'inspector', 'office', 'supervisor', 'key_site',
                                     'partner', 'viewer')),
  area_id text,
  area_path text NOT NULL CHECK (area_path = '/' OR area_path LIKE '/%/'),
  PRIMARY KEY (account_id, role, area_path),
  CHECK ((area_id IS NULL) = (area_path = '/')),
  CHECK (role NOT IN ('system_admin', 'security_admin', 'audit_admin') OR area_path = '/')
);
INSERT INTO role_grants_of_2 (account_id, role, area_id, area_path) SELECT account_id, role, area_id, area_path FROM role_grants;
DROP TABLE role_grants;
ALTER TABLE role_grants_of_2 RENAME TO role_grants;
CREATE UNIQUE INDEX role_grants_one_administrator ON role_grants (account_id)
  WHERE role IN ('system_admin', 'security_admin', 'audit_admin');
