#include "foundation/geo/distance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geo {
namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;

double square(double v) { return v * v; }

}  // namespace

double distance_m(const base::position& a, const base::position& b) {
  const double lat_a = a.lat * radians_per_degree;
  const double lat_b = b.lat * radians_per_degree;
  const double half_lon = (b.lon - a.lon) * radians_per_degree / 2;
  const double h = square(std::sin((lat_b - lat_a) / 2)) + std::cos(lat_a) * std::cos(lat_b) * square(std::sin(half_lon));
  return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

double bearing_deg(const base::position& a, const base::position& b) {
  const double lat_a = a.lat * radians_per_degree;
  const double lat_b = b.lat * radians_per_degree;
  const double lon = (b.lon - a.lon) * radians_per_degree;
  const double y = std::sin(lon) * std::cos(lat_b);
  const double x = std::cos(lat_a) * std::sin(lat_b) - std::sin(lat_a) * std::cos(lat_b) * std::cos(lon);
  if (x == 0 && y == 0) return 0;
  const double degrees = std::fmod(std::atan2(y, x) / radians_per_degree + 360, 360);
  return degrees;
}

base::position destination(const base::position& from, double bearing, double length_m) {
  const double angle = length_m / earth_radius_m;
  const double lat = from.lat * radians_per_degree;
  const double turn = bearing * radians_per_degree;
  const double sin_lat = std::sin(lat) * std::cos(angle) + std::cos(lat) * std::sin(angle) * std::cos(turn);
  const double lon = std::atan2(std::sin(turn) * std::sin(angle) * std::cos(lat), std::cos(angle) - std::sin(lat) * sin_lat);
  const double wrapped = std::remainder(from.lon + lon / radians_per_degree, 360.0);
  return {wrapped, std::asin(std::clamp(sin_lat, -1.0, 1.0)) / radians_per_degree};
}

local_plane::local_plane(const base::position& origin)
    : origin_(origin),
      metres_per_lon_(earth_radius_m * radians_per_degree * std::max(std::cos(origin.lat * radians_per_degree), 1e-9)),
      metres_per_lat_(earth_radius_m * radians_per_degree) {}

metres local_plane::to_metres(const base::position& p) const {
  return {(p.lon - origin_.lon) * metres_per_lon_, (p.lat - origin_.lat) * metres_per_lat_};
}

base::position local_plane::to_position(const metres& m) const { return {origin_.lon + m.x / metres_per_lon_, origin_.lat + m.y / metres_per_lat_}; }

nearest nearest_on_segment(const base::position& p, const base::position& a, const base::position& b) {
  const local_plane plane(p);
  const metres start = plane.to_metres(a);
  const metres end = plane.to_metres(b);
  const double dx = end.x - start.x;
  const double dy = end.y - start.y;
  const double length2 = dx * dx + dy * dy;
  const double along = length2 > 0 ? std::clamp(-(start.x * dx + start.y * dy) / length2, 0.0, 1.0) : 0.0;
  const metres at{start.x + along * dx, start.y + along * dy};
  return {.position = plane.to_position(at), .along = along, .distance_m = std::hypot(at.x, at.y)};
}

}  // namespace geo
