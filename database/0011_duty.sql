-- Forces, their members (duty holders, nobody else), duty points, kit, shifts, and how many people an area counts.
-- Times are microseconds since 1970-01-01T00:00:00Z; days are YYYY-MM-DD, local; lists are JSON.
-- Behind each column stands what it is about: place, thing, duty, or sealed (of a duty holder, encrypted).

-- A body that holds duty: an auxiliary company, a township team, a street's volunteers, the guards of a mine.
CREATE TABLE forces (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code <> ''),         -- duty: its name in lists and imports
  kind text NOT NULL CHECK (kind IN ('professional', 'auxiliary', 'city_team', 'township_team', 'community_team', 'emergency_team', 'volunteer',
                                     'watch_keeper', 'mediator', 'unit_guard', 'mine_guard', 'shop_guard')),  -- duty
  name text NOT NULL CHECK (name <> ''),                -- duty
  name_en text NOT NULL,                                -- duty
  area_id text REFERENCES areas (id),                   -- place: where it serves; NULL: everywhere
  parent_id text REFERENCES forces (id) CHECK (parent_id <> id),  -- duty: what it is part of
  guarded_staff bigint CHECK (guarded_staff >= 0),      -- place: a count, people employed where guards stand
  invented boolean NOT NULL,                            -- duty: made up for a sample
  ended_on text,                                        -- duty: disbanded
  version bigint NOT NULL
);
CREATE INDEX forces_area ON forces (area_id);
CREATE INDEX forces_parent ON forces (parent_id);

-- Police rooms, contact points, checkpoints, watch posts.
CREATE TABLE posts (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code <> ''),         -- place
  kind text NOT NULL CHECK (kind IN ('police_room', 'contact_point', 'checkpoint', 'watch_post')),  -- place
  setting text NOT NULL CHECK (setting IN ('urban', 'rural')),  -- place: A3 asks more of an urban police room
  name text NOT NULL CHECK (name <> ''),                -- place
  position_lon double precision CHECK (position_lon BETWEEN -180 AND 180),  -- place
  position_lat double precision CHECK (position_lat BETWEEN -90 AND 90),    -- place
  place_id text REFERENCES places (id),                 -- place
  area_id text REFERENCES areas (id),                   -- place
  force_id text REFERENCES forces (id),                 -- duty: who staffs it
  strengths text NOT NULL,                              -- duty: how many at which hours
  kit_needed text NOT NULL,                             -- thing: kinds of kit it must hold
  connected text NOT NULL CHECK (connected IN ('yes', 'no', 'unknown')),  -- thing: its link to the network
  connected_at bigint,                                  -- thing: when that was last known
  invented boolean NOT NULL,
  ended_on text,                                        -- place: given up
  version bigint NOT NULL
);
CREATE INDEX posts_area ON posts (area_id);

-- Duty holders who serve in a force. Nothing about a person but the duty.
CREATE TABLE members (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code <> ''),         -- duty: service number
  name text NOT NULL CHECK (name <> ''),                -- duty
  role text NOT NULL CHECK (role IN ('officer', 'auxiliary', 'leader', 'member')),  -- duty
  force_id text NOT NULL REFERENCES forces (id),        -- duty
  full_time boolean NOT NULL,                           -- duty
  area_id text REFERENCES areas (id),                   -- place: served, when narrower than the force's
  post_id text REFERENCES posts (id),                   -- place: the duty point of this member
  account_id text UNIQUE REFERENCES accounts (id),      -- duty: signs in as
  phone_sealed text NOT NULL DEFAULT '',                -- sealed: duty phone; '' for none
  work_section text NOT NULL,                           -- place: the street a volunteer keeps clean, the beat of a driver
  vehicle text NOT NULL,                                -- thing: a volunteer's kind of vehicle on duty (taxi, tricycle); no plate
  joined_on text NOT NULL,                              -- duty
  left_on text CHECK (left_on >= joined_on),            -- duty
  trainings text NOT NULL,                              -- duty: [{subject, trained_on, due_on, trainer}]
  walk_up boolean NOT NULL,                             -- duty: came in by a code at the street corner
  version bigint NOT NULL
);
CREATE INDEX members_force ON members (force_id, name);

-- A turn of duty: planned (starts_at, ends_at), then what really happened (began_at, ended_at).
CREATE TABLE shifts (
  id text NOT NULL PRIMARY KEY,
  unit_id text REFERENCES units (id),                   -- duty
  post_id text REFERENCES posts (id),                   -- place
  force_id text REFERENCES forces (id),                 -- duty
  place text NOT NULL,                                  -- place: where it is served
  minimum_strength bigint NOT NULL CHECK (minimum_strength BETWEEN 0 AND 1000),  -- duty
  starts_at bigint,                                     -- duty: planned; NULL when nobody planned it
  ends_at bigint CHECK (ends_at > starts_at),           -- duty: planned
  automatic boolean NOT NULL,                           -- duty: the roster begins and ends it
  began_at bigint,                                      -- duty: actual
  ended_at bigint CHECK (ended_at >= began_at),         -- duty: actual; NULL: still running
  began_how text CHECK (began_how IN ('member', 'roster', 'desk', 'walk_up', 'import')),  -- duty
  ended_how text CHECK (ended_how IN ('member', 'roster', 'desk', 'walk_up', 'import')),  -- duty
  note text NOT NULL,                                   -- duty
  created_at bigint NOT NULL,
  created_by text NOT NULL,                             -- duty: account id; '' the system
  version bigint NOT NULL,
  CHECK ((CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) +
         (CASE WHEN force_id IS NULL THEN 0 ELSE 1 END) = 1),
  CHECK ((began_at IS NULL) = (began_how IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_how IS NULL)),
  CHECK (ended_at IS NULL OR began_at IS NOT NULL),
  CHECK (starts_at IS NOT NULL OR began_at IS NOT NULL)
);
-- A unit is on shift when one shift of it runs, and only one can.
CREATE UNIQUE INDEX shifts_running_unit ON shifts (unit_id) WHERE began_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX shifts_unit ON shifts (unit_id, began_at);
CREATE INDEX shifts_planned ON shifts (starts_at, id);
CREATE INDEX shifts_began ON shifts (began_at, id);

-- Who is planned for a shift and who was really there.
CREATE TABLE shift_members (
  shift_id text NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
  member_id text NOT NULL REFERENCES members (id),
  began_at bigint,
  ended_at bigint CHECK (ended_at >= began_at),
  began_how text CHECK (began_how IN ('member', 'roster', 'desk', 'walk_up', 'import')),
  ended_how text CHECK (ended_how IN ('member', 'roster', 'desk', 'walk_up', 'import')),
  PRIMARY KEY (shift_id, member_id),
  CHECK ((began_at IS NULL) = (began_how IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
CREATE INDEX shift_members_member ON shift_members (member_id, began_at);

-- One-time codes for volunteers who walk up; only the code's hash is kept.
CREATE TABLE walk_ups (
  id text NOT NULL PRIMARY KEY,
  code_sha256 text NOT NULL UNIQUE,
  force_id text NOT NULL REFERENCES forces (id),        -- duty
  shift_id text NOT NULL REFERENCES shifts (id),        -- duty
  created_at bigint NOT NULL,
  created_by text NOT NULL,                             -- duty: account id of the leader
  expires_at bigint NOT NULL CHECK (expires_at > created_at),
  used_at bigint,
  member_id text REFERENCES members (id),               -- duty: who came in
  new_member boolean NOT NULL,
  undone_at bigint
);
CREATE INDEX walk_ups_expiry ON walk_ups (expires_at);

-- Things that are handed out: radios, batons, body cameras, keys. Held by a member, a unit or a post, else in the store.
CREATE TABLE kit_items (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code <> ''),         -- thing: its number
  kind text NOT NULL CHECK (kind <> ''),                -- thing
  force_id text REFERENCES forces (id),                 -- duty: whose it is
  state text NOT NULL CHECK (state IN ('good', 'damaged', 'missing', 'retired')),  -- thing
  member_id text REFERENCES members (id),               -- duty: who holds it
  unit_id text REFERENCES units (id),                   -- duty
  post_id text REFERENCES posts (id),                   -- place
  held_since bigint,
  note text NOT NULL,                                   -- thing
  version bigint NOT NULL,
  CHECK ((CASE WHEN member_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) +
         (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) <= 1)
);
CREATE INDEX kit_items_member ON kit_items (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX kit_items_unit ON kit_items (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX kit_items_post ON kit_items (post_id) WHERE post_id IS NOT NULL;

-- A handing-over, signed by both sides: two accounts, never the same one.
CREATE TABLE shift_changes (
  id text NOT NULL PRIMARY KEY,
  unit_id text REFERENCES units (id),                   -- duty
  post_id text REFERENCES posts (id),                   -- place
  force_id text REFERENCES forces (id),                 -- duty
  ends_shift_id text REFERENCES shifts (id),            -- duty: ended by the second signature
  begins_shift_id text REFERENCES shifts (id),          -- duty: begun by it
  state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'withdrawn')),  -- duty
  note text NOT NULL,                                   -- duty
  signed_at bigint NOT NULL,
  signed_by text NOT NULL CHECK (signed_by <> ''),      -- duty: account id
  signed_by_name text NOT NULL,                         -- duty
  signed_as text NOT NULL CHECK (signed_as IN ('outgoing', 'incoming')),  -- duty
  confirmed_at bigint CHECK (confirmed_at >= signed_at),
  confirmed_by text CHECK (confirmed_by <> signed_by),  -- duty: account id
  confirmed_by_name text,                               -- duty
  version bigint NOT NULL,
  CHECK ((CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) +
         (CASE WHEN force_id IS NULL THEN 0 ELSE 1 END) = 1),
  CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL)),
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL))
);
CREATE INDEX shift_changes_signed ON shift_changes (signed_at, id);

-- One item of a handing-over: issue (from the store), return (to it) or pass (between holders).
CREATE TABLE kit_moves (
  id text NOT NULL PRIMARY KEY,
  change_id text NOT NULL REFERENCES shift_changes (id),
  item_id text NOT NULL REFERENCES kit_items (id),      -- thing
  kind text NOT NULL CHECK (kind IN ('issue', 'return', 'pass')),  -- thing
  from_member_id text REFERENCES members (id),          -- duty
  from_unit_id text REFERENCES units (id),              -- duty
  from_post_id text REFERENCES posts (id),              -- place
  to_member_id text REFERENCES members (id),            -- duty
  to_unit_id text REFERENCES units (id),                -- duty
  to_post_id text REFERENCES posts (id),                -- place
  condition text NOT NULL CHECK (condition IN ('good', 'damaged', 'missing')),  -- thing: as the second signature left it
  note text NOT NULL,                                   -- thing
  state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'withdrawn')),
  at bigint NOT NULL                                    -- of the last signature
);
-- A thing is in one handing-over at a time.
CREATE UNIQUE INDEX kit_moves_waiting ON kit_moves (item_id) WHERE state = 'waiting';
CREATE INDEX kit_moves_item ON kit_moves (item_id, at);
CREATE INDEX kit_moves_change ON kit_moves (change_id);

-- How many people an area counts: a number of the area. Numbers below 5 are kept and never shown.
CREATE TABLE area_populations (
  area_id text NOT NULL PRIMARY KEY REFERENCES areas (id),
  population bigint NOT NULL CHECK (population >= 0),   -- place: a count
  as_of text NOT NULL,                                  -- place: day of the count
  source text NOT NULL,                                 -- place
  version bigint NOT NULL
);

-- Units that are on shift as this comes in are so from now: nobody knows since when.
INSERT INTO shifts (id, unit_id, place, minimum_strength, automatic, began_at, began_how, note, created_at, created_by, version)
SELECT 'shift-' || id, id, '', 0, FALSE,
-- sqlite: CAST(strftime('%s', 'now') AS INTEGER) * 1000000, 'import', '', CAST(strftime('%s', 'now') AS INTEGER) * 1000000, '', 1
-- pg: CAST(extract(epoch FROM now()) * 1000000 AS bigint), 'import', '', CAST(extract(epoch FROM now()) * 1000000 AS bigint), '', 1
FROM units WHERE on_shift;
