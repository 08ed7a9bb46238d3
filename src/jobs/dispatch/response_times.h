#pragma once
#include <optional>

#include "jobs/dispatch/incident.h"

namespace dispatch {

// The parts of the time from the call to the end, for reports. A part whose ends are not both known is empty:
// unknown never becomes 0.
struct response_times {
  std::optional<base::duration> to_answer = {};           // reported → answered
  std::optional<base::duration> to_assign = {};           // reported → first unit assigned
  std::optional<base::duration> to_turn_out = {};         // the first arriving unit: assigned → en route
  std::optional<base::duration> to_travel = {};           // the first arriving unit: en route → on scene
  std::optional<base::duration> to_arrive = {};           // reported → first unit on scene
  std::optional<base::duration> answered_to_arrive = {};  // answered → first unit on scene (110: DDXCSJ − JJSJ)
  std::optional<base::duration> on_scene = {};            // first unit on scene → last unit cleared
};

// Of an incident with its assignments; units that were called back before arriving count for to_assign only.
response_times response_times_of(const incident& one);

}  // namespace dispatch
