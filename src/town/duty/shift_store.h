#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "town/duty/shift.h"
#include "town/duty/shift_book.h"

namespace duty {

// Shifts with the names of what they are of and their members.
std::optional<shift> find_shift(store::connection& db, std::string_view id);
// Throws not_found, also for what the caller may not touch.
shift get_shift(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id);
std::optional<shift> find_running_of_unit(store::connection& db, std::string_view unit_id);
// The plans of a unit that have not begun and are not over at `now`, earliest first.
std::vector<shift> list_plans_of_unit(store::connection& db, std::string_view unit_id, base::instant now);
// Automatic shifts the roster may have to begin or end at `now`.
std::vector<shift> list_automatic(store::connection& db, base::instant now);

struct shift_window {
  base::instant from;
  base::instant to;
  // Narrowed by those that are not "": an area means what lies below it too.
  std::string unit_id = {}, post_id = {}, force_id = {}, area_id = {}, member_id = {};
};
// Shifts planned or really served between two moments that the caller may see, by beginning; at most 5,000.
std::vector<shift> list_shifts(store::connection& db, const operation::caller& who, std::string_view permission, const shift_window& window);

// Throws 409 shift_running when the unit's other shift runs; 422 when what it refers to does not exist.
void insert_shift(store::connection& db, const shift& one);
void update_shift(store::connection& db, const shift& one);
void remove_shift(store::connection& db, std::string_view id);
// Writes one member's part of a shift: new or changed.
void put_shift_member(store::connection& db, std::string_view shift_id, const shift_member& one);
void remove_shift_member(store::connection& db, std::string_view shift_id, std::string_view member_id);

// Whether the account is a member's who is on a shift of this unit now, or planned for it, or was on one within `own_for`:
// he sees of the unit what the desk sees.
constexpr base::duration own_for = base::days(7);
bool serves_on_unit(store::connection& db, std::string_view account_id, std::string_view unit_id, base::instant now);

// --- for the shift book ---
std::map<std::string, shift_intervals> load_intervals(store::connection& db, base::instant from);
shift_intervals load_intervals_of(store::connection& db, std::string_view unit_id, base::instant from);
std::optional<std::string> find_unit_of_shift(store::connection& db, std::string_view shift_id);
// Running shifts that began later than `now` began now: the clock went back (a replay of the past, a clock put right).
std::vector<std::string> pull_back_beginnings(store::connection& db, base::instant now);

}  // namespace duty
