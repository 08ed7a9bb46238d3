-- Rings: what is watched besides the areas themselves. A zone drawn, a place with a radius, a corridor along a line, an area.
-- Times are microseconds since 1970-01-01T00:00:00Z; line and polygon are JSON.
CREATE TABLE rings (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('grid', 'zone', 'place', 'corridor')),
  name text NOT NULL CHECK (name <> ''),
  area_id text REFERENCES areas (id),        -- grid
  place_id text REFERENCES places (id),      -- place
  radius_m double precision CHECK (radius_m > 0),
  line text NOT NULL,                        -- corridor: list of positions
  width_m double precision CHECK (width_m > 0),
  polygon text,                              -- zone: GeoJSON geometry
  dwell_min_s bigint NOT NULL CHECK (dwell_min_s >= 0),
  area_path text NOT NULL,                   -- where it lies: who may see and change it
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  removed_at bigint,
  version bigint NOT NULL
);
CREATE INDEX rings_present ON rings (id) WHERE removed_at IS NULL;

-- Who crossed what, as it was known. Rows are only added; after late fixes the rows of that shift are marked replaced and the
-- right ones added. ring_id is a ring or an area (areas are watched without a row in rings).
CREATE TABLE track_crossings (
  unit_id text NOT NULL,
  ring_id text NOT NULL,
  crossed_at bigint NOT NULL,                -- by the device's clock
  kind text NOT NULL CHECK (kind IN ('enter', 'leave', 'lost', 'regained', 'off_shift')),
  recorded_at bigint NOT NULL,
  replaced_at bigint
);
CREATE INDEX track_crossings_unit ON track_crossings (unit_id, crossed_at);
CREATE INDEX track_crossings_ring ON track_crossings (ring_id, crossed_at);
CREATE INDEX track_crossings_time ON track_crossings (crossed_at);
