-- Units on duty and the last position of those on shift. No trails: one row per unit, gone when it goes off shift.

CREATE TABLE units (
  id text NOT NULL PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('car', 'motorcycle', 'foot')),
  force text NOT NULL,
  station_id text REFERENCES places (id),
  area_id text REFERENCES areas (id),
  capabilities text NOT NULL,
  turnout_s bigint NOT NULL CHECK (turnout_s >= 0),
  on_shift boolean NOT NULL,
  invented boolean NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX units_name ON units (name);
CREATE INDEX units_area ON units (area_id);

-- at: when the unit was there by its device's clock; received_at: when we heard of it. Microseconds UTC.
CREATE TABLE unit_positions (
  unit_id text NOT NULL PRIMARY KEY REFERENCES units (id),
  at bigint NOT NULL,
  received_at bigint NOT NULL,
  position_lon double precision NOT NULL,
  position_lat double precision NOT NULL,
  speed_mps double precision,
  heading_deg double precision
);
