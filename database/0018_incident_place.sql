-- What happened at a place: incidents are sought by where they were.
CREATE INDEX incidents_place ON incidents (location_lat, location_lon) WHERE location_lat IS NOT NULL;
