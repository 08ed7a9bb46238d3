-- What reports where a unit is: a phone, a vehicle's terminal. A thing that belongs to one unit. Its key is shown once; here is
-- only its SHA-256, in hexadecimal digits. When it was last heard and what it was refused is kept in memory alone.
CREATE TABLE devices (
  id text NOT NULL PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 2 AND 40),
  unit_id text NOT NULL REFERENCES units (id),
  protocols text NOT NULL,                     -- a JSON list
  key_sha256 text NOT NULL CHECK (length(key_sha256) = 64),
  created_by text NOT NULL,
  created_at bigint NOT NULL
);
CREATE UNIQUE INDEX devices_name ON devices (name);
CREATE UNIQUE INDEX devices_key ON devices (key_sha256);
CREATE INDEX devices_unit ON devices (unit_id);
