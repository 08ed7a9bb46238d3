#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "town/road/graph_layout.h"
#include "town/road/osm_roads.h"

namespace road {

// The roads cut at their junctions: the common ground of all profiles, before turns are worked out.
struct network {
  std::vector<point_e7> nodes;             // in Morton order, so that neighbours lie near each other in memory
  std::vector<std::uint32_t> node_osm;     // index in osm_roads::node_ids
  std::vector<std::uint32_t> node_effect;  // index in effects; 0: none
  std::vector<node_rules> effects;         // effects[0] does nothing
  std::vector<edge_record> edges;          // ordered by their lower node; `way` counts in osm_roads::roads
  std::vector<edge_id> edges_by_way;       // the edges in the order in which the ways run
  std::vector<point_e7> points;
  std::vector<std::uint32_t> first_out;  // arcs leaving a node: out_arcs[first_out[n]] … , ascending
  std::vector<arc_id> out_arcs;
  std::uint64_t missing_nodes = 0;  // refs to nodes the file does not hold; the way is cut there
  box_e7 bounds;                    // of all points of roads: the effective box of the map

  [[nodiscard]] std::span<const arc_id> out(node_id n) const { return {out_arcs.data() + first_out[n], first_out[n + 1] - first_out[n]}; }
  [[nodiscard]] node_id tail(arc_id a) const { return (a & 1U) == 0 ? edges[a >> 1].from : edges[a >> 1].to; }
  [[nodiscard]] node_id head(arc_id a) const { return tail(reverse_of(a)); }
  [[nodiscard]] std::uint32_t arc_count() const { return static_cast<std::uint32_t>(edges.size() * 2); }
  [[nodiscard]] std::span<const point_e7> shape(edge_id e) const { return {points.data() + edges[e].first_point, edges[e].point_count}; }
};

// Cuts the roads where ways meet, end, or something slows or stops traffic. Deterministic. Throws base::problem 422
// `map_without_roads` when no two nodes of a road are in the file.
network build_network(const osm_roads& roads);

// The time of each arc for a profile in milliseconds (at least 1); `nothing` where it may not go.
std::vector<std::uint32_t> arc_times(const network& net, const osm_roads& roads, profile who);

}  // namespace road
