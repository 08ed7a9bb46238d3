#include "town/road/turn_costs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace road {
namespace {

// Braking from 40 to 15 km/h for a right angle and speeding up again at 2 m/s² loses (11.1 − 4.2)² / (2 · 11.1) ≈ 2.1 s,
// a little more with the wait for people on the crossing; crossing the opposite lane adds the wait for a gap (HCM:
// critical gap about 4 s at moderate flow, needed in part of the cases). A cost of `full` is that of 180 degrees.
constexpr double near_side_full_ms = 5'000;
constexpr double far_side_full_ms = 10'000;
constexpr std::uint32_t give_way_ms = 2'000;  // a lesser road meets a greater one without signals
constexpr std::uint32_t enter_roundabout_ms = 1'500;
constexpr std::uint32_t turn_back_ms = 15'000;  // three-point turn
constexpr double two_wheel_share = 0.7;         // turns tighter and filters through

constexpr double bearing_base_m = 8;  // the first metres of a shape are often a kerb's rounding

std::int16_t bearing(point_e7 from, point_e7 to) {
  constexpr double radians = 1e-7 * 3.14159265358979323846 / 180;
  const double east = (static_cast<double>(to.lon) - from.lon) * std::cos(from.lat * radians);
  const double north = static_cast<double>(to.lat) - from.lat;
  const auto degrees = std::lround(std::atan2(east, north) * 180 / 3.14159265358979323846);
  return static_cast<std::int16_t>((degrees + 360) % 360);
}

// The bearing in which a shape leaves its first point.
template <typename Iterator>
std::int16_t leaving(Iterator first, Iterator last) {
  auto at = first + 1;
  while (at + 1 != last && distance_m(*first, *at) < bearing_base_m) ++at;
  return bearing(*first, *at);
}

std::int16_t opposite(std::int16_t degrees) { return static_cast<std::int16_t>((degrees + 180) % 360); }

}  // namespace

turn_costs::turn_costs(const network& net, const osm_roads& roads, const std::vector<std::uint32_t>& times, profile who, bool drive_on_left)
    : net_(net), roads_(roads), who_(who), drive_on_left_(drive_on_left) {
  departs_.resize(net.arc_count());
  arrives_.resize(net.arc_count());
  branches_.assign(net.nodes.size(), 0);
  most_important_.assign(net.nodes.size(), road_class::none);
  for (edge_id e = 0; e < net.edges.size(); ++e) {
    const auto shape = net.shape(e);
    const auto forward = leaving(shape.begin(), shape.end());
    const auto backward = leaving(shape.rbegin(), shape.rend());
    departs_[2 * e] = forward;
    departs_[2 * e + 1] = backward;
    arrives_[2 * e] = opposite(backward);
    arrives_[2 * e + 1] = opposite(forward);
    if (times[2 * e] == nothing && times[2 * e + 1] == nothing) continue;
    for (const auto n : {net.edges[e].from, net.edges[e].to}) {
      branches_[n] = static_cast<std::uint8_t>(std::min(branches_[n] + 1, 255));
      most_important_[n] = std::min(most_important_[n], rules_of(2 * e).kind);
    }
  }
}

std::uint32_t turn_costs::angle_cost(arc_id a, arc_id b) const {
  if (rules_of(a).roundabout && rules_of(b).roundabout) return 0;
  const int turned = (departs_[b] - arrives_[a] + 540) % 360 - 180;  // degrees to the right, -180 … 179
  const bool near_side = (turned >= 0) != drive_on_left_;
  const double full = near_side ? near_side_full_ms : far_side_full_ms;
  return static_cast<std::uint32_t>(std::lround(full * (1 - std::cos(turned * 3.14159265358979323846 / 180)) / 2));
}

std::uint32_t turn_costs::priority_cost(arc_id a, arc_id b, const node_rules& effect) const {
  if (effect.signals) return 0;
  if (rules_of(b).roundabout && !rules_of(a).roundabout) return enter_roundabout_ms;
  if (rules_of(a).roundabout || rules_of(a).link) return 0;  // has priority, or merges over its own lane
  return rules_of(a).kind > most_important_[net_.head(a)] ? give_way_ms : 0;
}

std::uint32_t turn_costs::cost(arc_id a, arc_id b) const {
  const auto via = net_.head(a);
  const auto& effect = net_.effects[net_.node_effect[via]];
  const bool along = (a & 1U) == 0;
  const auto who = index_of(who_);
  const auto delay = along ? effect.forward_ms[who] : effect.backward_ms[who];
  if (who_ == profile::foot) return delay;
  std::uint32_t turning = 0;
  if (b == reverse_of(a)) {
    turning = turn_back_ms;
  } else if (branches_[via] > 2) {
    turning = angle_cost(a, b) + priority_cost(a, b, effect);
  }
  if (who_ == profile::motorcycle) turning = static_cast<std::uint32_t>(turning * two_wheel_share);
  return turning + delay;
}

}  // namespace road
