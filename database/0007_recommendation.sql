-- Who should go, as it was computed, with everything it rests on. Times are microseconds since 1970-01-01T00:00:00Z.

-- Parts of inputs that many recommendations share: the fleet, chunks of units, closures, cover. Never changed: the key is
-- the digest of the content.
CREATE TABLE recommendation_parts (
  sha256 text NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  kind text NOT NULL CHECK (kind IN ('fleet', 'units', 'closures', 'cover')),
  content text NOT NULL
);

CREATE TABLE recommendations (
  id text NOT NULL PRIMARY KEY,
  incident_id text NOT NULL REFERENCES incidents (id),
  computed_at bigint NOT NULL,
  computed_by text NOT NULL,       -- account; empty: the system itself
  inputs text NOT NULL,            -- JSON; names its parts by digest
  inputs_sha256 text NOT NULL,
  output text NOT NULL,            -- JSON; what the inputs alone decide
  compute_us bigint NOT NULL
);
CREATE INDEX recommendations_incident ON recommendations (incident_id, id);
