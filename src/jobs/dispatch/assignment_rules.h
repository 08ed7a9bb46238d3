#pragma once
#include <optional>
#include <string>
#include <variant>

#include "jobs/dispatch/assignment.h"

namespace dispatch {

// Why a step is not taken: becomes a 409 (code, detail).
struct refusal {
  std::string code;
  std::string detail;
};

// How far a device's clock may be off before its time is refused instead of trimmed.
inline constexpr base::duration most_ahead = base::minutes(5);   // later than now: trimmed to now
inline constexpr base::duration most_behind = base::minutes(2);  // earlier than the step before: lifted to it

struct step_taken {
  assignment after;
  bool changed = false;         // false: the same step was reported before (a retry); `after` is as it was
  bool time_corrected = false;  // the device's time was trimmed or lifted
};

// The assignment after a unit reported the step `to` at its device's time `at`. Forward only; skipped steps keep no
// time. Repeating the present step changes nothing.
std::variant<step_taken, refusal> advance(const assignment& before, assignment_status to, base::instant at, base::instant now);

// The time of the last step taken.
base::instant last_step_at(const assignment& one);
// The time of one step, when it was taken.
std::optional<base::instant> step_at(const assignment& one, assignment_status step);
// Ends the assignment now without the unit's report: transfer, merge, cancel, close.
assignment release(const assignment& before, base::instant now, std::string why);

}  // namespace dispatch
