#pragma once
#include <span>

#include "jobs/dispatch/recommendation.h"

namespace dispatch {

// The reason a unit cannot go, before any road is looked at; nothing when it may. Unknown never beats known: without a
// fresh position on a road a unit is excluded, never guessed.
std::optional<verdict> exclusion(const unit_fact& unit, const rule_parameters& rules);

// Who goes. `search` gives the units that are not excluded (by their numbers in `units`) in order of road time; it is
// asked until the answer is certain and no further. Exact: the same choice as if every road time were known.
decision decide(std::span<const unit_fact> units, std::uint32_t needed, const rule_parameters& rules, nearest_units& search);

}  // namespace dispatch
