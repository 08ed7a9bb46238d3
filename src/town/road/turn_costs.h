#pragma once
#include <cstdint>
#include <vector>

#include "town/road/network.h"

namespace road {

// What passing from one arc to another costs a profile in milliseconds: turning, giving way, signals, gates.
class turn_costs {
 public:
  turn_costs(const network& net, const osm_roads& roads, const std::vector<std::uint32_t>& times, profile who, bool drive_on_left);

  // From arc a to arc b over the node where a ends and b begins; the bans are not asked here.
  [[nodiscard]] std::uint32_t cost(arc_id a, arc_id b) const;
  [[nodiscard]] bool blocked(node_id n) const { return net_.effects[net_.node_effect[n]].blocked[index_of(who_)]; }

 private:
  [[nodiscard]] std::uint32_t angle_cost(arc_id a, arc_id b) const;
  [[nodiscard]] std::uint32_t priority_cost(arc_id a, arc_id b, const node_rules& effect) const;
  [[nodiscard]] const way_rules& rules_of(arc_id a) const { return roads_.roads[net_.edges[edge_of(a)].way].rules; }

  const network& net_;
  const osm_roads& roads_;
  profile who_;
  bool drive_on_left_;
  std::vector<std::int16_t> departs_;       // bearing of each arc at its tail, degrees from north
  std::vector<std::int16_t> arrives_;       // and at its head
  std::vector<std::uint8_t> branches_;      // edges of the profile at each node
  std::vector<road_class> most_important_;  // kind of road at each node
};

}  // namespace road
