#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "town/road/turn_expansion.h"

namespace road {

// Strongly connected components (Tarjan, without recursion): the number of each state's component; numbers in
// 0 … count-1. States that `member` refuses get `nothing` and are not walked through.
std::vector<std::uint32_t> strong_components(const turn_graph& graph, const std::function<bool(state_id)>& member, std::uint32_t& count);

// Which arcs hang together when directions and turns are ignored (nodes blocked for the profile still divide); the number
// of each edge's piece, `nothing` for edges the profile cannot use.
std::vector<std::uint32_t> loose_pieces(const network& net, const std::vector<std::uint32_t>& times, const turn_costs& costs);

struct component_report {
  std::uint32_t pieces = 0;         // loosely connected
  std::uint32_t hubs = 0;           // pieces with a network of their own worth keeping apart
  double main_share = 0;            // of the usable length that lies in the largest piece
  std::uint32_t stranded_arcs = 0;  // usable, but neither from nor to a hub
};

// A hub is the largest strongly connected part, and any other with at least 10 km of arcs (an island town). Flags per arc.
std::vector<std::uint8_t> flag_arcs(const network& net, const turn_graph& graph, const turn_costs& costs, component_report& report);

}  // namespace road
