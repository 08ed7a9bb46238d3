#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/problem.h"
#include "town/duty/shift.h"

namespace duty {

constexpr base::duration longest_shift = base::hours(48);
constexpr base::duration longest_ahead = base::days(400);
// A planned shift begins when its unit comes on this long before its time or later.
constexpr base::duration early_start = base::hours(1);

// What is wrong with a plan as of now; a plan may lie in the past only by `early_start` (its paper was written first).
std::vector<base::wrong_field> faults_of(const shift_draft& draft, base::instant now);

// Whether coming on duty now fulfils this plan.
bool is_due(const shift& planned, base::instant now);

// What the roster does with an automatic shift now.
enum class roster_act : std::uint8_t { nothing, begin, end };
roster_act act_of_roster(const shift& one, base::instant now);

}  // namespace duty
