-- The area tree (province … grid, or a sample's precincts and districts) and the places in it: no register of persons.
-- Times are microseconds since 1970-01-01T00:00:00Z. Codes change and are reused: ids are the keys, codes are data.

CREATE TABLE areas (
  id text NOT NULL PRIMARY KEY,
  code text NOT NULL CHECK (code <> ''),
  level text NOT NULL CHECK (level <> ''),
  name text NOT NULL CHECK (name <> ''),
  name_en text NOT NULL,
  parent_id text REFERENCES areas (id),
  path text NOT NULL CHECK (path LIKE '/%/'),
  boundary text,                    -- GeoJSON geometry (Polygon or MultiPolygon), WGS-84; NULL when not known
  position_lon double precision,    -- a point inside for its label
  position_lat double precision,
  valid_from bigint NOT NULL,
  valid_to bigint CHECK (valid_to > valid_from),  -- NULL: still valid
  version bigint NOT NULL
);
-- A code names one valid area; retired ones keep theirs.
CREATE UNIQUE INDEX areas_code ON areas (code) WHERE valid_to IS NULL;
CREATE INDEX areas_parent ON areas (parent_id, code);
CREATE INDEX areas_path ON areas (path);

CREATE TABLE places (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind <> ''),
  name text NOT NULL CHECK (name <> ''),
  name_en text NOT NULL,
  position_lon double precision NOT NULL,
  position_lat double precision NOT NULL,
  area_id text REFERENCES areas (id),
  area_path text NOT NULL,
  source text NOT NULL,
  source_id text,                   -- its number there: an import repeated changes nothing
  invented boolean NOT NULL,        -- made up for a sample
  created_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX places_source ON places (source, source_id);
CREATE INDEX places_kind ON places (kind, id);
