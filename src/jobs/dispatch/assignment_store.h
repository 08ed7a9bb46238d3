#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/store/store.h"
#include "jobs/dispatch/assignment.h"

namespace dispatch {

// Who holds a unit that somebody else wanted.
struct unit_taken {
  std::string assignment_id;
  std::string incident_id;
  std::string incident_number;
  std::string incident_area_path;
  std::string unit_name;
  std::string taken_by;  // account
  std::string taken_by_name;
  base::instant taken_at;
};

// Takes the unit for a new assignment, if it is free: a compare-and-set on its hold, which raises its epoch. The unique
// index on open assignments stands behind it, so that even a hold gone wrong cannot give a unit away twice.
// `wanted` has everything but its epoch; the answer has it. Unknown units are a constraint_error (foreign key).
std::variant<assignment, unit_taken> take_unit(store::connection& db, const assignment& wanted);

// Writes a changed assignment whose version was raised by one; a released one lets its unit go. False when the assignment
// is not the one that was read any more (its version or its unit's epoch has moved on).
bool put_assignment(store::connection& db, const assignment& changed);

std::optional<assignment> find_assignment(store::connection& db, std::string_view id);
// All that hold a unit, by unit: what units are out for, at start.
std::vector<assignment> list_open_assignments(store::connection& db);
// The assignment that holds the unit.
std::optional<unit_taken> find_holder(store::connection& db, std::string_view unit_id);

}  // namespace dispatch
