#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/history.h"
#include "foundation/store/store.h"
#include "insight/moment/moment.h"

namespace moment {

// Incidents reported by a moment but typed in after it are looked for this long afterwards.
inline constexpr base::duration typed_in_within = base::days(1);

// The state of each record at `at` that the caller might see then: permission and area are conditions on that very state.
std::vector<past_state> list_states(store::connection& db, const operation::caller& who, base::instant at);
// All assignments open at `at`, whoever asks: for what units were doing. Never shown themselves.
std::vector<past_state> list_open_assignments(store::connection& db, base::instant at);
// The last state known today of a record that could be seen at the moment; "" when there is none.
std::string latest_record(store::connection& db, std::string_view topic, std::string_view id);
// First states of incidents typed in after `at` but reported by then, that the caller may see.
std::vector<past_state> list_typed_in_later(store::connection& db, const operation::caller& who, base::instant at);

// The earliest moment that can still be shown; nothing when there is no history.
std::optional<base::instant> find_floor(store::connection& db);

// Incidents opened and closed per stretch of `width` from `from` on, `count` stretches; those the caller might see.
struct stretch {
  base::instant from = {};
  base::duration width = {};
  std::int64_t count = 0;
};
std::vector<mark> list_marks(store::connection& db, const operation::caller& who, const stretch& over);

// The row of the record's state at `at`, if the caller might see it then.
std::optional<store::history_row> find_row(store::connection& db, const operation::caller& who, const past_state& which);

}  // namespace moment
