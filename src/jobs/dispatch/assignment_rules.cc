#include "jobs/dispatch/assignment_rules.h"

#include <algorithm>

namespace dispatch {
namespace {

void set_step(assignment& one, assignment_status step, base::instant at) {
  switch (step) {
    case assignment_status::assigned: one.assigned_at = at; break;
    case assignment_status::accepted: one.accepted_at = at; break;
    case assignment_status::en_route: one.en_route_at = at; break;
    case assignment_status::on_scene: one.on_scene_at = at; break;
    case assignment_status::cleared: one.cleared_at = at; break;
    case assignment_status::released: one.released_at = at; break;
  }
}

}  // namespace

std::optional<base::instant> step_at(const assignment& one, assignment_status step) {
  switch (step) {
    case assignment_status::assigned: return one.assigned_at;
    case assignment_status::accepted: return one.accepted_at;
    case assignment_status::en_route: return one.en_route_at;
    case assignment_status::on_scene: return one.on_scene_at;
    case assignment_status::cleared: return one.cleared_at;
    case assignment_status::released: return one.released_at;
  }
  return std::nullopt;
}

base::instant last_step_at(const assignment& one) {
  base::instant last = one.assigned_at;
  for (const auto step : {assignment_status::accepted, assignment_status::en_route, assignment_status::on_scene, assignment_status::cleared,
                          assignment_status::released}) {
    if (const auto at = step_at(one, step)) last = std::max(last, *at);
  }
  return last;
}

std::variant<step_taken, refusal> advance(const assignment& before, assignment_status to, base::instant at, base::instant now) {
  if (to == before.status) return step_taken{.after = before};
  if (before.status == assignment_status::released) {
    return refusal{"assignment_over",
                   "The unit was released at " + to_rfc3339(*before.released_at) + "; this report belongs to an earlier assignment."};
  }
  if (to < before.status) {
    return refusal{"status_backwards",
                   "The unit is already " + std::string(name_of(before.status)) + "; steps are not taken back to " + std::string(name_of(to)) + "."};
  }
  if (at > now + most_ahead) {
    return refusal{"time_in_future",
                   "The step's time " + to_rfc3339(at) + " lies more than 5 minutes ahead of the server's " + to_rfc3339(now) + "."};
  }
  const auto previous = last_step_at(before);
  if (at + most_behind < previous) {
    return refusal{"time_out_of_order",
                   "The step's time " + to_rfc3339(at) + " lies before the step that came first, at " + to_rfc3339(previous) + "."};
  }
  // A previous step may itself be a moment ahead when the server's clock was set back: order wins over now.
  const auto kept = std::max(std::min(at, now), previous);
  step_taken taken{.after = before, .changed = true, .time_corrected = kept != at};
  taken.after.status = to;
  set_step(taken.after, to, kept);
  if (to == assignment_status::released) taken.after.release_reason = "reported";
  ++taken.after.version;
  return taken;
}

assignment release(const assignment& before, base::instant now, std::string why) {
  assignment after = before;
  after.status = assignment_status::released;
  after.released_at = std::max(now, last_step_at(before));
  after.release_reason = std::move(why);
  ++after.version;
  return after;
}

}  // namespace dispatch
