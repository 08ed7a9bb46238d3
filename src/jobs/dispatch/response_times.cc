#include "jobs/dispatch/response_times.h"

namespace dispatch {
namespace {

std::optional<base::duration> span(const std::optional<base::instant>& from, const std::optional<base::instant>& to) {
  if (!from || !to) return std::nullopt;
  return *to - *from;
}

}  // namespace

response_times response_times_of(const incident& one) {
  response_times t;
  t.to_answer = span(one.reported_at, one.answered_at);
  const assignment* first = nullptr;  // on scene first
  std::optional<base::instant> assigned;
  std::optional<base::instant> cleared;
  for (const auto& a : one.assignments) {
    if (!assigned || a.assigned_at < *assigned) assigned = a.assigned_at;
    if (a.on_scene_at && (first == nullptr || *a.on_scene_at < *first->on_scene_at)) first = &a;
    if (a.cleared_at && (!cleared || *a.cleared_at > *cleared)) cleared = a.cleared_at;
  }
  t.to_assign = span(one.reported_at, assigned);
  if (first == nullptr) return t;
  t.to_turn_out = span(first->assigned_at, first->en_route_at);
  t.to_travel = span(first->en_route_at, first->on_scene_at);
  t.to_arrive = span(one.reported_at, first->on_scene_at);
  t.answered_to_arrive = span(one.answered_at, first->on_scene_at);
  t.on_scene = span(first->on_scene_at, cleared);
  return t;
}

}  // namespace dispatch
