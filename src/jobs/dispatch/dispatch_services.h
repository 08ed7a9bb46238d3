#pragma once
#include <string_view>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "jobs/dispatch/caller.h"
#include "jobs/dispatch/incident_type.h"
#include "town/area/live_areas.h"
#include "town/duty/live_units.h"

namespace dispatch {

// What incidents stand on. Everything it refers to outlives the operations made with it.
struct services {
  const incident_catalogue& types;
  const area::live_areas& areas;
  caller_vault callers;
  const base::clock& time;
  std::int64_t utc_offset_min = 480;        // the place's own time: numbers of a day, times of the 110 data set
  const duty::live_units* units = nullptr;  // where a unit that calls for help was last; without it the database's word counts
};

// Permissions, each held within an area.
inline constexpr std::string_view may_read = "incident.read";
inline constexpr std::string_view may_write = "incident.write";              // take, import, change, cancel, close, reopen, merge
inline constexpr std::string_view may_note = "incident.note";                // add to the timeline
inline constexpr std::string_view may_send = "dispatch.send";                // send a unit, transfer
inline constexpr std::string_view may_report = "assignment.status";          // a unit's steps
inline constexpr std::string_view may_read_caller = "incident.caller.read";  // each reading is journaled

}  // namespace dispatch
