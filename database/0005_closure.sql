-- Stretches of road that are shut for a while. Which arcs of the road graph that means is worked out from the shape.
-- Times are microseconds since 1970-01-01T00:00:00Z; line and way_ids are JSON.

CREATE TABLE closures (
  id text NOT NULL PRIMARY KEY,
  position_lon double precision,
  position_lat double precision,
  radius_m double precision,
  way_ids text NOT NULL,
  line text NOT NULL,
  reason text NOT NULL,
  from_at bigint NOT NULL DEFAULT 0,
  until_at bigint CHECK (until_at > from_at),  -- NULL: until somebody lifts it
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  removed_at bigint,
  version bigint NOT NULL
);
CREATE INDEX closures_present ON closures (until_at) WHERE removed_at IS NULL;
