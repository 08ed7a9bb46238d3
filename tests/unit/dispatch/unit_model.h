#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/linearizability.h"

namespace test {

// What one unit may do, as the linearizability check knows it: free, or held by one assignment (call, epoch).
struct unit_model {
  struct state {
    bool held = false;
    int call = -1;           // index of the incident, when held
    std::int64_t epoch = 0;  // of the last assignment
    bool accepted = false;
    auto operator<=>(const state&) const = default;
  };
  enum class kind { assign, accept, release };
  struct input {
    kind what = kind::assign;
    int call = -1;           // assign
    std::int64_t epoch = 0;  // accept, release: of which assignment
  };
  enum class result { ok, taken, over };
  struct output {
    result what = result::ok;
    std::int64_t epoch = 0;  // assign ok
    int taken_by = -1;       // assign taken: for which incident
  };
  static std::optional<state> step(const state& before, const input& in, const std::optional<output>& out);
};

using unit_operation = timed_operation<unit_model::input, unit_model::output>;

// Operations by unit: the check looks at each unit by itself.
using unit_history = std::map<std::string, std::vector<unit_operation>>;

}  // namespace test
