#pragma once
#include <optional>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/geo/box.h"

namespace geo {

// A closed line: the last position equals the first; at least 4 positions. What comes from the reader of GeoJSON keeps this.
using ring = std::vector<base::position>;

struct polygon {
  ring exterior;
  std::vector<ring> holes;
  bool operator==(const polygon&) const = default;
};

struct multi_polygon {
  std::vector<polygon> polygons;
  bool operator==(const multi_polygon&) const = default;
};

// Whether the position is inside; exact on integer degrees × 10⁷ with the tie rule of point.h: a position on a border
// shared by two polygons is in exactly one of them. A position that is not on the globe is in none.
bool contains(const polygon& area, const base::position& p);
bool contains(const multi_polygon& area, const base::position& p);

box bounds(const ring& line);
box bounds(const polygon& area);
box bounds(const multi_polygon& area);

// Twice the area the ring encloses in square units of 10⁻⁷ degrees: positive when it turns counter-clockwise.
double doubled_area(const ring& line);
inline bool is_counter_clockwise(const ring& line) { return doubled_area(line) > 0; }

// Turns exteriors counter-clockwise and holes clockwise (RFC 7946 §3.1.6); the number of rings turned.
int rewind(polygon& area);
int rewind(multi_polygon& area);

// Square metres on the WGS-84 ellipsoid, holes taken off. Edges are straight in the equal-area cylinder, which
// for edges of a few kilometres is below 0.01 %.
double area_m2(const polygon& area);
double area_m2(const multi_polygon& area);

// The centre of gravity; may lie outside (a crescent). For rings without area: the centre of their bounds.
base::position centroid(const polygon& area);
base::position centroid(const multi_polygon& area);

// A position well inside, for a label: the middle of the largest circle that fits, to about 1 % of the
// area's size. Of several polygons the largest is taken. Nothing when no inside is found (no area).
std::optional<base::position> label_point(const polygon& area);
std::optional<base::position> label_point(const multi_polygon& area);

}  // namespace geo
