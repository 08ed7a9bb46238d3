#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/search_workspace.h"
#include "town/road/snap.h"

namespace road {

// The time from one place to each target in milliseconds, by one search forward; nothing for a target that cannot be
// reached. Exact, with closures.
std::vector<std::optional<std::uint32_t>> travel_times(const graph& roads, profile who, const closures* shut, const snapped& from,
                                                       std::span<const snapped> targets, search_workspace& workspace);

// A stretch of a path along one road.
struct path_step {
  std::string name, name_zh, name_en, ref;  // of the road; all empty where it has none
  std::uint64_t distance_cm = 0;
  std::uint64_t duration_ms = 0;  // with the delay at its end
};

struct road_path {
  std::uint64_t duration_ms = 0;
  std::uint64_t distance_cm = 0;
  std::vector<base::position> geometry;  // from place to place on the road
  std::vector<path_step> steps;
  std::vector<arc_id> arcs;  // driven, the first and the last in part
};

// The fastest way from one place to another; nothing when there is none.
std::optional<road_path> find_path(const graph& roads, profile who, const closures* shut, const snapped& from, const snapped& to,
                                   search_workspace& workspace);

}  // namespace road
