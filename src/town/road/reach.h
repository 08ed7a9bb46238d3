#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/outline.h"
#include "town/road/search_workspace.h"
#include "town/road/snap.h"

namespace road {

// A stretch of an arc that is reached in time; fractions count along the arc.
struct reached_stretch {
  arc_id arc = 0;
  std::uint32_t from = 0, to = 0;
};

struct reach_area {
  std::uint32_t limit_ms = 0;
  std::uint64_t length_cm = 0;          // of all reached stretches, each direction counted
  std::vector<polygon_rings> polygons;  // the largest first; contains every reached stretch
};

// All stretches within the time, ascending by arc.
std::vector<reached_stretch> reached_stretches(const graph& roads, profile who, const closures* shut, const snapped& from, std::uint32_t limit_ms,
                                               search_workspace& workspace);

// What can be reached from a place within each of the limits (at most 2 h each are looked at), in the order of the limits.
std::vector<reach_area> reach(const graph& roads, profile who, const closures* shut, const snapped& from, std::span<const std::uint32_t> limits_ms,
                              search_workspace& workspace);

}  // namespace road
