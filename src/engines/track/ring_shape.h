#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/track/ring.h"
#include "foundation/geo/polygon.h"
#include "town/area/area_tree.h"

namespace track {

// All places within `radius_m` of the centre, as a polygon of 48 sides of the circle's area (the border is off by at most 0.2 %).
geo::multi_polygon circle(const base::position& centre, double radius_m);

// All places within half the width of the line: round-ended strips, one for each stretch, overlapping where they meet; together at
// most most_vertices. The round ends are off by at most 4 % of the width.
geo::multi_polygon corridor(std::span<const base::position> line, double width_m);

// The area of GeoJSON text (a Polygon or MultiPolygon). Throws 422 with every fault; pointers begin with /polygon.
geo::multi_polygon zone_of(const record::json_text& polygon);

// What a ring watches. Empty when its area has no boundary or is gone, or `place` (where its place is) is not known.
geo::multi_polygon shape_of(const ring& one, const area::area_tree& areas, const std::optional<base::position>& place);

// GeoJSON geometry of it.
record::json_text shape_json(const geo::multi_polygon& shape);

}  // namespace track
