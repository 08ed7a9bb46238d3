#pragma once
#include "foundation/base/position.h"

namespace geo {

// Mean radius of the earth (IUGG R1), metres. Spherical distances differ from the ellipsoid's by at most 0.6 %.
constexpr double earth_radius_m = 6'371'008.8;

// Great-circle distance in metres (haversine: exact for near points too).
double distance_m(const base::position& a, const base::position& b);

// The direction from a to b at a, degrees clockwise from north, 0 ≤ bearing < 360; 0 for equal positions.
double bearing_deg(const base::position& a, const base::position& b);

// The position `length_m` metres from `from` in the direction `bearing` (degrees clockwise from north).
base::position destination(const base::position& from, double bearing, double length_m);

struct metres {
  double x = 0;  // east
  double y = 0;  // north
};

// Flat metres around a place: good to 0.1 % within about 50 km of its origin (0.5 % at 200 km, below 60° latitude).
// For many cheap distances near one place; never across the antimeridian.
class local_plane {
 public:
  explicit local_plane(const base::position& origin);
  [[nodiscard]] metres to_metres(const base::position& p) const;
  [[nodiscard]] base::position to_position(const metres& m) const;

 private:
  base::position origin_;
  double metres_per_lon_;
  double metres_per_lat_;
};

struct nearest {
  base::position position;  // the nearest position of the segment
  double along = 0;         // 0 at its start … 1 at its end
  double distance_m = 0;
};

// The nearest position of the straight segment a–b to p; for segments of up to some kilometres.
nearest nearest_on_segment(const base::position& p, const base::position& a, const base::position& b);

}  // namespace geo
