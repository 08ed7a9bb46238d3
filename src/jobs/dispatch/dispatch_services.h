#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "jobs/dispatch/caller.h"
#include "jobs/dispatch/incident_type.h"
#include "town/area/live_areas.h"

namespace dispatch {

struct recommended_unit {
  std::string recommendation_id;
  std::string incident_id;
  std::string unit_id;
};

// What incidents stand on. Everything it refers to outlives the operations made with it.
struct services {
  const incident_catalogue& types;
  const area::live_areas& areas;
  caller_vault callers;
  const base::clock& time;
  std::int64_t utc_offset_min = 480;  // the place's own time: numbers of a day, times of the 110 data set
  // The seconds to arrival a recommendation gave for a unit, when it is one of this incident; may be left empty.
  std::function<std::optional<std::int64_t>(store::connection&, const recommended_unit&)> eta_of = {};
};

// Permissions, each held within an area.
inline constexpr std::string_view may_read = "incident.read";
inline constexpr std::string_view may_write = "incident.write";              // take, import, change, cancel, close, reopen, merge
inline constexpr std::string_view may_note = "incident.note";                // add to the timeline
inline constexpr std::string_view may_send = "dispatch.send";                // send a unit, transfer
inline constexpr std::string_view may_report = "assignment.status";          // a unit's steps
inline constexpr std::string_view may_read_caller = "incident.caller.read";  // each reading is journaled

}  // namespace dispatch
