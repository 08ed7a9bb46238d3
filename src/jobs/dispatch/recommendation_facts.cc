#include <algorithm>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/geo/distance.h"
#include "jobs/dispatch/recommendation_evaluate.h"

namespace dispatch {
namespace {

// Positions as they are stored: a recommendation computed again must not see a finer one.
base::position stored(const base::position& where) { return road::to_position(road::to_point(where)); }

// By capability set of the fleet: which of the needs it has.
std::vector<std::uint64_t> masks_of(const duty::fleet& fleet, const std::vector<needed_capability>& needs) {
  std::vector<std::uint64_t> masks;
  for (const auto& set : fleet.capability_sets()) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < needs.size(); ++i) {
      if (std::find(set.begin(), set.end(), needs[i].code) != set.end()) mask |= std::uint64_t{1} << i;
    }
    masks.push_back(mask);
  }
  return masks;
}

// By area of the fleet: how deep it lies in the incident's chain of areas, -1 when it does not.
std::vector<std::int32_t> depths_of(const duty::fleet& fleet, std::string_view area_path) {
  std::vector<std::int32_t> depths;
  const auto chain = base::split(area_path, '/');
  for (const auto& area : fleet.area_ids()) {
    const auto found = area.empty() ? chain.end() : std::find(chain.begin(), chain.end(), std::string_view(area));
    depths.push_back(found == chain.end() ? -1 : static_cast<std::int32_t>(found - chain.begin()));
  }
  return depths;
}

// A unit turns out where it is based; on the road it is moving already. Without a station the time always counts.
std::int64_t turnout_ms(const duty::unit& unit, const base::position& at, const rule_parameters& rules) {
  if (unit.turnout_s == 0 || !unit.station_position) return unit.turnout_s * 1'000;
  const bool at_station = geo::distance_m(at, stored(*unit.station_position)) <= static_cast<double>(rules.at_station_m);
  return at_station ? unit.turnout_s * 1'000 : 0;
}

}  // namespace

std::vector<unit_fact> facts_of(const recommendation_inputs& inputs, std::uint64_t& needs) {
  const auto& snapshot = *inputs.units;
  const auto& fleet = *snapshot.units;
  const auto masks = masks_of(fleet, inputs.incident.needs);
  const auto depths = depths_of(fleet, inputs.incident.area_path);
  const auto target = stored(inputs.incident.location);
  needs = inputs.incident.needs.empty() ? 0 : ~std::uint64_t{0} >> (64 - std::min<std::size_t>(inputs.incident.needs.size(), 64));
  std::vector<unit_fact> facts(fleet.size());
  for (std::uint32_t i = 0; i < fleet.size(); ++i) {
    const auto& live = snapshot[i];
    auto& fact = facts[i];
    fact.on_shift = live.on_shift;
    fact.busy = live.doing != duty::task::none;
    fact.has = masks[fleet.capability_set_of(i)];
    fact.responsible_depth = depths[fleet.area_of(i)];
    fact.has_position = live.has_position;
    if (!live.has_position) continue;
    const auto at = stored(live.position);
    fact.on_road = live.place.has_value();
    fact.position_age_ms = std::max<std::int64_t>(0, (inputs.at - live.position_at).us / 1'000);
    fact.turnout_ms = turnout_ms(fleet[i], at, inputs.rules);
    fact.crow_m = std::llround(geo::distance_m(at, target));
  }
  return facts;
}

}  // namespace dispatch
