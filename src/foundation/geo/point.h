#pragma once
#include <cmath>
#include <compare>
#include <cstdint>

#include "foundation/base/position.h"

namespace geo {

// A position in integer degrees × 10⁷ (about 1.1 cm): what exact tests compute with.
// ±180° is ±1.8e9 and fits; a product of two differences is at most 3.6e9 × 1.8e9 = 6.5e18 and fits 64 bits.
struct point {
  std::int32_t x = 0;  // longitude × 10⁷
  std::int32_t y = 0;  // latitude × 10⁷
  auto operator<=>(const point&) const = default;
};

constexpr double units_per_degree = 1e7;

// Whether the position is finite and on the globe.
inline bool is_valid(const base::position& p) {
  return std::isfinite(p.lon) && std::isfinite(p.lat) && std::abs(p.lon) <= 180 && std::abs(p.lat) <= 90;
}

// The nearest point; the position must be valid.
inline point to_point(const base::position& p) {
  return {static_cast<std::int32_t>(std::llround(p.lon * units_per_degree)), static_cast<std::int32_t>(std::llround(p.lat * units_per_degree))};
}

inline base::position to_position(const point& p) { return {p.x / units_per_degree, p.y / units_per_degree}; }

// The sign of the turn a → b → c: +1 to the left, −1 to the right, 0 straight on. Exact.
inline int turn(const point& a, const point& b, const point& c) {
  const std::int64_t left = (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y);
  const std::int64_t right = (std::int64_t{c.x} - a.x) * (std::int64_t{b.y} - a.y);
  return left > right ? 1 : left < right ? -1 : 0;
}

// Whether the edge a–b crosses the ray that leaves p to the east. The tie rule: ends level with p count as below it, and an
// edge through p itself does not count. That is the answer for p moved by an infinitely small step east and a
// yet smaller one north, hence the same for every polygon that has this edge.
inline bool crosses_ray(const point& a, const point& b, const point& p) {
  const bool a_below = a.y <= p.y;
  if (a_below == (b.y <= p.y)) return false;
  const int side = turn(a, b, p);
  return a_below ? side > 0 : side < 0;
}

}  // namespace geo
