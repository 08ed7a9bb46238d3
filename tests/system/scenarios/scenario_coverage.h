#pragma once
#include <string>
#include <vector>

#include "engines/matter/kind.h"
#include "system/scenarios/scenario_player.h"

namespace scenario_test {

// What the scenarios of a kind leave out.
struct gaps {
  std::vector<std::string> steps;          // nobody walks
  std::vector<std::string> clocks;         // not held just before and at their limit
  std::vector<std::string> acts;           // that every matter (or this kind's) can have and none has
  [[nodiscard]] std::string told() const;  // empty when nothing is left out
};

gaps gaps_of(const matter::kind& of, const walked& by);

}  // namespace scenario_test
