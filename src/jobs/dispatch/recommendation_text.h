#pragma once
#include <functional>
#include <span>
#include <string>

#include "jobs/dispatch/recommendation.h"
#include "jobs/dispatch/words.h"
#include "town/duty/unit.h"

namespace dispatch {

// What the sentences need to know beside the decision.
struct text_source {
  std::function<std::string(std::uint32_t)> name;        // of a unit
  std::function<duty::unit_state(std::uint32_t)> state;  // of a unit
  std::span<const unit_fact> facts;
  std::span<const words> needs;  // names of the needed capabilities, in bit order
  const rule_parameters& rules;
};

// Minutes with one decimal, rounded half up: 192,345 ms → "3.2". `floor`: rounded down, for a true "more than".
std::string minutes_text(std::int64_t ms, bool floor = false);

// Why these units go: the main sentence, and what is missing.
words explain(const decision& d, const text_source& about);
// Why this unit goes, or does not.
words reason_of(const candidate& one, const decision& d, const text_source& about);
// The reason the units of a group share.
words reason_of(const group& several, const decision& d, const text_source& about);

}  // namespace dispatch
