#include "town/road/nearest_units.h"

#include <algorithm>

#include "town/road/reverse_search.h"

namespace road {

void nearest_units(const graph& roads, const unit_positions& units, const nearest_request& request, search_workspace& workspace,
                   nearest_answer& answer) {
  answer.units.clear();
  answer.settled = 0;
  answer.end = search_end::enough;
  if (request.wanted == 0) return;
  reverse_search search(roads, request.who, request.shut, workspace);
  std::size_t seen = 0;
  const auto found = [&](const search_candidate& one) {
    ++seen;
    const auto unit = units.units()[one.slot].unit;
    if (request.passes == nullptr || (*request.passes)(unit)) {
      answer.units.push_back({.unit = unit, .time_ms = one.time_ms, .distance_cm = search.length_cm(one)});
    }
    return answer.units.size() < request.wanted && seen < units.units().size();
  };
  search.run(request.target, units, {.within_ms = request.within_ms, .max_settled = request.max_settled}, found);
  answer.settled = search.settled;
  if (search.limited) {
    answer.end = search_end::limited;
  } else if (answer.units.size() < request.wanted) {
    answer.end = search_end::exhausted;
  }
}

nearest_answer times_of_units(const graph& roads, const unit_positions& units, nearest_request request, search_workspace& workspace) {
  request.wanted = 0;
  for (const auto& one : units.units()) request.wanted += request.passes == nullptr || (*request.passes)(one.unit) ? 1U : 0U;
  nearest_answer answer;
  nearest_units(roads, units, request, workspace, answer);
  return answer;
}

}  // namespace road
