#pragma once
#include <algorithm>
#include <limits>

#include "foundation/base/position.h"

namespace geo {

// A rectangle of degrees with its borders; made empty, it grows over what it is shown. Never over the antimeridian.
struct box {
  double west = std::numeric_limits<double>::infinity();
  double south = std::numeric_limits<double>::infinity();
  double east = -std::numeric_limits<double>::infinity();
  double north = -std::numeric_limits<double>::infinity();

  [[nodiscard]] bool is_empty() const { return west > east || south > north; }
  [[nodiscard]] bool contains(const base::position& p) const { return p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north; }
  [[nodiscard]] bool overlaps(const box& other) const {
    return west <= other.east && other.west <= east && south <= other.north && other.south <= north;
  }
  [[nodiscard]] base::position center() const { return {(west + east) / 2, (south + north) / 2}; }
  void extend(const base::position& p) {
    west = std::min(west, p.lon);
    east = std::max(east, p.lon);
    south = std::min(south, p.lat);
    north = std::max(north, p.lat);
  }
  void extend_over(const box& other) {
    west = std::min(west, other.west);
    east = std::max(east, other.east);
    south = std::min(south, other.south);
    north = std::max(north, other.north);
  }
};

// The box with every side moved outwards by at least so many metres, kept on the globe.
box grow(const box& around, double by_m);

}  // namespace geo
