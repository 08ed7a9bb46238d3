#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/search_workspace.h"
#include "town/road/snap.h"
#include "town/road/unit_positions.h"

namespace road {

struct nearest_request {
  profile who = profile::car;
  snapped target;
  std::size_t wanted = 5;                                 // stop when this many units that pass are certain
  const std::function<bool(unit_key)>* passes = nullptr;  // asked once per unit, nearest first; none: all pass
  const closures* shut = nullptr;
  std::uint32_t within_ms = std::numeric_limits<std::uint32_t>::max();    // look no further
  std::uint32_t max_settled = std::numeric_limits<std::uint32_t>::max();  // states to look at before giving up
};

struct unit_time {
  unit_key unit = 0;
  std::uint32_t time_ms = 0;
  std::uint64_t distance_cm = 0;
  bool operator==(const unit_time&) const = default;
};

enum class search_end : std::uint8_t {
  enough,     // as many as wanted are certain
  exhausted,  // everything that can reach the target was seen: the units that are not listed cannot
  limited     // within_ms or max_settled was met: of the units that are not listed nothing is known
};

struct nearest_answer {
  std::vector<unit_time> units;  // that passed, by time, then by number; exact
  search_end end = search_end::exhausted;
  std::uint32_t settled = 0;  // states looked at
};

// The units that reach the target first, by one search backwards from it. Exact: turn costs and bans, closures, units on
// the target's own road before and behind it. Equal times come in the order of unit numbers. The answer is written into
// `answer` (its memory is used again).
void nearest_units(const graph& roads, const unit_positions& units, const nearest_request& request, search_workspace& workspace,
                   nearest_answer& answer);

// How the units that are not among the nearest stand: a time for each listed unit that can reach the target within the
// limits, by the same search. `end` tells whether the others cannot, or were not looked for.
nearest_answer times_of_units(const graph& roads, const unit_positions& units, nearest_request request, search_workspace& workspace);

}  // namespace road
