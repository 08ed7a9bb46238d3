#pragma once
#include <span>
#include <vector>

#include "insight/moment/moment.h"

namespace moment {

// Each record's last state at or before `at`, without those that had ended; ordered by topic and id. The rows may come in
// any order. Of two states of one instant the one with the later journal entry counts.
std::vector<past_state> fold(std::span<const past_state> rows, base::instant at);

// What units were out for, from the assignments that were open.
tasks tasks_of(std::span<const past_state> assignments);

// The moment as the viewer sees it: `shown` are the records the viewer may see (folded), `doing` what all units were out for
// (a unit is shown busy also when its incident may not be seen, as it is live).
state compose(std::span<const past_state> shown, const tasks& doing, base::instant at);

// Hindsight on an open assignment: the last step taken by `at` according to what was known later. Nothing when that is what
// was known then. The result has ended when the unit had been released by then.
std::optional<past_state> with_hindsight(const past_state& then, std::string_view later_record, base::instant at);

}  // namespace moment
