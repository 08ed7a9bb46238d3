-- Which places of the register lie near a position.
CREATE INDEX places_at ON places (position_lat, position_lon);
