#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/problem.h"
#include "jobs/dispatch/assignment_rules.h"
#include "jobs/dispatch/incident.h"

namespace dispatch {

// What people do to an incident; which of it is possible depends on its state alone (and on the units still out).
enum class incident_action : std::uint8_t { change, note, assign, cancel, close, reopen, merge, take_in };

// Why the action is not possible now; nothing when it is. `take_in`: being the incident others are merged into.
std::optional<refusal> refuse(incident_action action, const incident& one);

// The state that follows from the units: of assignments made since the last reopening only.
// on_scene while a unit is there, or was and another is still out; dispatched while one is out; cleared when every unit
// has done and one was there; new otherwise. Closed, cancelled and merged incidents keep their state.
incident_state derive_state(const incident& one, std::span<const assignment> assignments);

// The units that are still out (not cleared, not released).
std::vector<const assignment*> units_out(std::span<const assignment> assignments);

// Times and texts of a draft that cannot be: each wrong field with what is wrong. `now` is the server's time.
std::vector<base::wrong_field> check_times(const incident_draft& draft, base::instant now);

// YYYYMMDD of a moment in a place that is `utc_offset_min` minutes ahead of UTC.
std::string local_day(base::instant t, std::int64_t utc_offset_min);
// "20261122-0001"; numbers above 9999 simply get longer.
std::string incident_number(std::string_view day, std::int64_t serial);

// What may be wrong with a position before any area is asked: off the globe, 0,0, or longitude and latitude swapped
// (`contains` says whether a position lies in the place's areas).
enum class bad_place { none, off_the_globe, null_island, swapped, outside };
template <class Contains>
bad_place judge_place(const base::position& at, const Contains& contains);

base::wrong_field explain(bad_place what, const base::position& at);

// --- implementation of the template ---
bool on_the_globe(const base::position& at);

template <class Contains>
bad_place judge_place(const base::position& at, const Contains& contains) {
  const base::position turned{.lon = at.lat, .lat = at.lon};
  if (on_the_globe(at) && contains(at)) return bad_place::none;
  // A town at 0,0 does not exist; a device without a fix reports exactly this.
  if (at.lon == 0 && at.lat == 0) return bad_place::null_island;
  if (on_the_globe(turned) && contains(turned)) return bad_place::swapped;
  return on_the_globe(at) ? bad_place::outside : bad_place::off_the_globe;
}

}  // namespace dispatch
