#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "town/duty/presence.h"

namespace duty {

std::optional<presence_timer> find_timer(store::connection& db, const std::string& unit_id);
// Those the caller may see, the most overdue first, at most 500.
std::vector<presence_timer> list_timers(store::connection& db, const operation::caller& who, std::string_view permission);
// Due at or before `now`, whoever asks.
std::vector<presence_timer> list_due(store::connection& db, base::instant now);
void put_timer(store::connection& db, const presence_timer& one);
void delete_timer(store::connection& db, const std::string& unit_id);

// Whether the account is a member who is now on the unit's running shift.
bool is_on_unit(store::connection& db, const std::string& unit_id, const std::string& account_id);

}  // namespace duty
