#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "foundation/base/position.h"
#include "town/road/closures.h"
#include "town/road/graph.h"

namespace road {

// Why a position was not brought onto the very nearest road.
enum class snap_note : std::uint8_t {
  none,    // it was
  island,  // the nearest leads nowhere (an incident: is led to from nowhere)
  closed   // the nearest is closed
};
constexpr std::string_view name_of(snap_note note) {
  return note == snap_note::island ? "nearest_road_unconnected" : note == snap_note::closed ? "nearest_road_closed" : "none";
}

// A position on the road. At a junction every road there counts: one may leave or arrive by any of them.
struct snapped {
  edge_id edge = nothing;
  std::uint32_t fraction = 0;  // of the edge, along its way
  node_id node = nothing;      // the junction when the place is one
  double distance_m = 0;       // from the position
  base::position on_road;
  snap_note note = snap_note::none;
};

enum class snap_role : std::uint8_t { unit, incident };  // who must get away from here, what must be reached

struct snap_request {
  profile who = profile::car;
  snap_role role = snap_role::unit;
  base::position at;
  double max_m = 250;
  const closures* shut = nullptr;
};

// The nearest road open to the profile within max_m; nothing when there is none. When the nearest one is closed or lies on
// an island without connection, the nearest that is open and connected is taken if it is within max_m, with the note;
// else the nearest stands, and searches will say that it cannot be reached.
std::optional<snapped> snap(const graph& roads, const snap_request& request);

// Calls f(edge, fraction) for every edge on which the place lies.
template <typename F>
void for_each_anchor(const graph& roads, const snapped& place, const F& f) {
  if (place.node == nothing) return f(place.edge, place.fraction);
  for (const auto arc : roads.arcs_out(place.node)) f(edge_of(arc), (arc & 1U) == 0 ? 0U : whole);
}

}  // namespace road
