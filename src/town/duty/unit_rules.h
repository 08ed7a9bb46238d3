#pragma once
#include <optional>
#include <string>

#include "town/duty/unit.h"

namespace duty {

// What a report is measured by.
struct intake_limits {
  double west = -180, south = -90, east = 180, north = 90;  // bounds of the place
  double margin_deg = 0.1;                                  // a unit may be this far outside
  base::duration most_ahead = base::minutes(5);             // device clocks differ
};

struct fault {
  std::string code;
  std::string detail;
};

// Why a report cannot be true, or nothing. Says when its two numbers look swapped.
std::optional<fault> find_fault(const position_report& report, const intake_limits& limits, base::instant now);

// What a unit's open assignment says; none: it has no assignment that is not released.
enum class task : std::uint8_t { none, assigned, en_route, on_scene, cleared };

// A unit that is out is shown at its work even if somebody took it off shift meanwhile.
unit_state derive_state(bool on_shift, task doing);

// Capability codes in their stored form: trimmed, sorted, each once, no empty one.
std::vector<std::string> normal_capabilities(std::vector<std::string> codes);

}  // namespace duty
