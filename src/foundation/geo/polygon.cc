#include "foundation/geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "foundation/geo/distance.h"
#include "foundation/geo/point.h"

namespace geo {
namespace {

bool odd_crossings(const ring& line, const point& p) {
  bool odd = false;
  if (line.size() < 2) return odd;
  point previous = to_point(line.front());
  for (std::size_t i = 1; i < line.size(); ++i) {
    const point next = to_point(line[i]);
    odd ^= crosses_ray(previous, next, p);
    previous = next;
  }
  return odd;
}

bool contains_point(const polygon& area, const point& p) {
  bool inside = odd_crossings(area.exterior, p);
  for (const ring& hole : area.holes) inside ^= odd_crossings(hole, p);
  return inside;
}

// Snyder, Map Projections (USGS PP 1395), (3-12): q of the authalic latitude; the area between two parallels per
// radian of longitude is a²/2 × the difference of q.
double authalic_q(double lat_deg) {
  constexpr double e2 = 0.00669437999014;  // WGS-84
  const double e = std::sqrt(e2);
  const double s = std::sin(lat_deg * std::numbers::pi / 180);
  return (1 - e2) * (s / (1 - e2 * s * s) - std::log((1 - e * s) / (1 + e * s)) / (2 * e));
}

// Signed square metres: positive when counter-clockwise.
double ring_area_m2(const ring& line) {
  constexpr double a = 6'378'137;  // WGS-84 semi-major axis, metres
  if (line.size() < 4) return 0;
  double sum = 0;
  double previous_q = authalic_q(line.front().lat);
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double q = authalic_q(line[i].lat);
    sum += (line[i - 1].lon - line[0].lon) * q - (line[i].lon - line[0].lon) * previous_q;
    previous_q = q;
  }
  return sum / 2 * (std::numbers::pi / 180) * a * a / 2;
}

struct moments {
  double area = 0;  // unsigned weight
  double x = 0;
  double y = 0;
};

// Moments of the ring in flat degrees around the origin (longitude scale cancels in a centre of gravity).
moments ring_moments(const ring& line, const base::position& origin) {
  moments m;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double ax = line[i - 1].lon - origin.lon;
    const double ay = line[i - 1].lat - origin.lat;
    const double bx = line[i].lon - origin.lon;
    const double by = line[i].lat - origin.lat;
    const double cross = ax * by - bx * ay;
    m.area += cross;
    m.x += (ax + bx) * cross;
    m.y += (ay + by) * cross;
  }
  const double sign = m.area < 0 ? -1 : 1;
  return {m.area * sign / 2, m.x * sign / 6, m.y * sign / 6};
}

void add_moments(moments& sum, const polygon& area, const base::position& origin) {
  const auto add = [&](const ring& line, double sign) {
    const moments m = ring_moments(line, origin);
    sum.area += sign * m.area;
    sum.x += sign * m.x;
    sum.y += sign * m.y;
  };
  add(area.exterior, 1);
  for (const ring& hole : area.holes) add(hole, -1);
}

base::position center_of(const moments& sum, const base::position& origin, const box& around) {
  if (!(sum.area > 0)) return around.center();
  return {origin.lon + sum.x / sum.area, origin.lat + sum.y / sum.area};
}

}  // namespace

bool contains(const polygon& area, const base::position& p) { return is_valid(p) && contains_point(area, to_point(p)); }

bool contains(const multi_polygon& area, const base::position& p) {
  return std::any_of(area.polygons.begin(), area.polygons.end(), [&](const polygon& part) { return contains(part, p); });
}

box bounds(const ring& line) {
  box around;
  for (const auto& p : line) around.extend(p);
  return around;
}

box bounds(const polygon& area) { return bounds(area.exterior); }

box bounds(const multi_polygon& area) {
  box around;
  for (const polygon& part : area.polygons) around.extend_over(bounds(part));
  return around;
}

double doubled_area(const ring& line) {
  double sum = 0;
  if (line.size() < 4) return sum;
  const point origin = to_point(line.front());
  point previous = origin;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const point next = to_point(line[i]);
    // Differences are exact in double; only the products and the sum round.
    sum += (double(previous.x) - origin.x) * (double(next.y) - origin.y) - (double(next.x) - origin.x) * (double(previous.y) - origin.y);
    previous = next;
  }
  return sum;
}

int rewind(polygon& area) {
  int turned = 0;
  const auto make = [&](ring& line, bool counter_clockwise) {
    const double signed_area = doubled_area(line);
    if (signed_area == 0 || (signed_area > 0) == counter_clockwise) return;
    std::reverse(line.begin(), line.end());
    ++turned;
  };
  make(area.exterior, true);
  for (ring& hole : area.holes) make(hole, false);
  return turned;
}

int rewind(multi_polygon& area) {
  int turned = 0;
  for (polygon& part : area.polygons) turned += rewind(part);
  return turned;
}

double area_m2(const polygon& area) {
  double sum = std::abs(ring_area_m2(area.exterior));
  for (const ring& hole : area.holes) sum -= std::abs(ring_area_m2(hole));
  return std::max(sum, 0.0);
}

double area_m2(const multi_polygon& area) {
  double sum = 0;
  for (const polygon& part : area.polygons) sum += area_m2(part);
  return sum;
}

base::position centroid(const polygon& area) {
  if (area.exterior.empty()) return {};
  moments sum;
  add_moments(sum, area, area.exterior.front());
  return center_of(sum, area.exterior.front(), bounds(area));
}

base::position centroid(const multi_polygon& area) {
  const box around = bounds(area);
  if (around.is_empty()) return {};
  const base::position origin = around.center();
  moments sum;
  for (const polygon& part : area.polygons) add_moments(sum, part, origin);
  return center_of(sum, origin, around);
}

}  // namespace geo
