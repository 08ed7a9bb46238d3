#include "foundation/geo/box.h"

#include <cmath>
#include <numbers>

#include "foundation/geo/distance.h"

namespace geo {

box grow(const box& around, double by_m) {
  if (around.is_empty()) return around;
  const double metres_per_degree = earth_radius_m * std::numbers::pi / 180;
  const double lat = by_m / metres_per_degree;
  // The widest degrees are needed at the parallel nearest to a pole.
  const double farthest = std::min(std::max(std::abs(around.south), std::abs(around.north)) + lat, 89.9);
  const double lon = lat / std::cos(farthest * std::numbers::pi / 180);
  return {.west = std::max(around.west - lon, -180.0),
          .south = std::max(around.south - lat, -90.0),
          .east = std::min(around.east + lon, 180.0),
          .north = std::min(around.north + lat, 90.0)};
}

}  // namespace geo
