#pragma once
#include <array>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/base/position.h"
#include "foundation/geo/distance.h"

namespace road {

using node_id = std::uint32_t;   // a junction
using edge_id = std::uint32_t;   // a stretch of one way between two junctions
using arc_id = std::uint32_t;    // 2 * edge along the way's direction, 2 * edge + 1 against it
using state_id = std::uint32_t;  // an arc, or a copy of one with fewer ways on (numbers from the count of arcs on)

constexpr std::uint32_t nothing = 0xFFFF'FFFF;  // no arc, no node, no time: also "not usable" as a travel time

constexpr edge_id edge_of(arc_id arc) { return arc >> 1; }
constexpr arc_id reverse_of(arc_id arc) { return arc ^ 1U; }

// How one moves. Motorcycle stands for two-wheeled patrols: capped at 80 km/h, may use cycleways and pass bollards.
enum class profile : std::uint8_t { car = 0, motorcycle = 1, foot = 2 };
constexpr std::size_t profile_count = 3;
constexpr std::array<profile, profile_count> all_profiles = {profile::car, profile::motorcycle, profile::foot};
constexpr std::size_t index_of(profile p) { return static_cast<std::size_t>(p); }
constexpr std::string_view name_of(profile p) {
  constexpr std::array<std::string_view, profile_count> names = {"car", "motorcycle", "foot"};
  return names[index_of(p)];
}

// WGS-84 in units of 1e-7 degrees (about 1 cm), as OpenStreetMap keeps it.
struct point_e7 {
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  auto operator<=>(const point_e7&) const = default;
};

inline base::position to_position(point_e7 p) { return {.lon = p.lon * 1e-7, .lat = p.lat * 1e-7}; }
inline point_e7 to_point(base::position p) {
  return {static_cast<std::int32_t>(std::lround(p.lon * 1e7)), static_cast<std::int32_t>(std::lround(p.lat * 1e7))};
}

inline double distance_m(point_e7 a, point_e7 b) { return geo::distance_m(to_position(a), to_position(b)); }

struct box_e7 {
  std::int32_t west = 0, south = 0, east = 0, north = 0;
  bool operator==(const box_e7&) const = default;
};

// A share of an edge, counted along the way's direction: 0 at its first node, `whole` at its last.
constexpr std::uint32_t whole = 1U << 20;

// The part of a time or length that lies before the fraction; exact at both ends, monotone between.
constexpr std::uint32_t part_of(std::uint32_t value, std::uint32_t fraction) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(value) * fraction + whole / 2) / whole);
}

// The fraction counted along the arc instead of along the way.
constexpr std::uint32_t along_arc(arc_id arc, std::uint32_t fraction) { return (arc & 1U) == 0 ? fraction : whole - fraction; }

}  // namespace road
