#pragma once
#include <optional>
#include <string>

#include "town/duty/unit.h"

namespace duty {

// What a unit's open assignment says; none: it has no assignment that is not released.
enum class task : std::uint8_t { none, assigned, en_route, on_scene, cleared };

// A unit that is out is shown at its work even if somebody took it off shift meanwhile.
unit_state derive_state(bool on_shift, task doing);

// Capability codes in their stored form: trimmed, sorted, each once, no empty one.
std::vector<std::string> normal_capabilities(std::vector<std::string> codes);

}  // namespace duty
