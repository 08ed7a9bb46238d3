#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "town/road/graph_layout.h"
#include "town/road/network.h"
#include "town/road/turn_bans.h"
#include "town/road/turn_costs.h"

namespace road {

// How far an arc is from the public network.
enum class seclusion : std::uint8_t {
  none,      // public, and connected with the rest by public roads
  enclosed,  // public, but at least one way only connected over secluded roads
  secluded   // private, destination …: only ever the first or the last stretch of a trip
};

// What a profile may drive: states and the turns between them. State a (< arcs) is arc a; for a secluded arc it is "entered:
// no way on to public roads". Further states are copies of arcs: still leaving a first stretch, inside a last one, or some
// way into a banned sequence.
struct turn_graph {
  std::vector<std::uint32_t> arc_ms;
  std::vector<seclusion> secluded;  // by arc
  std::vector<arc_id> extra_arc;    // arc of state arcs + i
  std::vector<std::uint32_t> forward_first, reverse_first;
  std::vector<turn> forward, reverse;

  [[nodiscard]] std::uint32_t arc_count() const { return static_cast<std::uint32_t>(arc_ms.size()); }
  [[nodiscard]] std::uint32_t state_count() const { return arc_count() + static_cast<std::uint32_t>(extra_arc.size()); }
  [[nodiscard]] arc_id arc_of(state_id s) const { return s < arc_count() ? s : extra_arc[s - arc_count()]; }
  [[nodiscard]] std::span<const turn> out(state_id s) const { return {forward.data() + forward_first[s], forward_first[s + 1] - forward_first[s]}; }
  [[nodiscard]] std::span<const turn> in(state_id s) const { return {reverse.data() + reverse_first[s], reverse_first[s + 1] - reverse_first[s]}; }
};

struct expansion_input {
  const network& net;
  const osm_roads& roads;
  profile who;
  const std::vector<std::uint32_t>& times;
  const turn_bans& bans;
  const turn_costs& costs;
};

// Works out all states and turns of the profile. Public roads that can only be reached over roads closed to through
// traffic may be part of a first or last stretch, so that nothing in them becomes unreachable.
turn_graph expand_turns(const expansion_input& input);

}  // namespace road
