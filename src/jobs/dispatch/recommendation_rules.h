#pragma once
#include <span>

#include "jobs/dispatch/recommendation.h"

namespace dispatch {

// The reason a unit cannot go, before any road is looked at; nothing when it may. Unknown never beats known: without a
// fresh position on a road a unit is excluded, never guessed.
// A unit that has nothing of what is needed lacks a capability; one that has a part may go together with others.
std::optional<verdict> exclusion(const unit_fact& unit, const need& asked, const rule_parameters& rules);

// Who goes. `search` gives the units that are not excluded (by their numbers in `units`) in order of road time; it is
// asked until the answer is certain and no further. Exact: the same choice as if every road time were known.
// The first to go is the soonest, or the responsible unit within the margin; each further one is the soonest that adds a
// capability still missing, then the soonest. More than asked go only for a capability nobody else sent has.
decision decide(std::span<const unit_fact> units, const need& asked, const rule_parameters& rules, nearest_units& search);

}  // namespace dispatch
