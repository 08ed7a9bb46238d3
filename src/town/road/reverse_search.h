#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/search_workspace.h"
#include "town/road/snap.h"
#include "town/road/unit_positions.h"

namespace road {

// The search backwards from a target that nearest units and paths share. The time of a state is that from the end of its
// arc (before turning) to the target, so no unit on an arc is nearer than the arc's time.
class reverse_search {
 public:
  using candidate = search_candidate;
  struct limits {
    std::uint32_t within_ms = nothing;
    std::uint32_t max_settled = nothing;
  };

  reverse_search(const graph& roads, profile who, const closures* shut, search_workspace& workspace)
      : roads_(roads), view_(roads.of(who)), shut_(shut), workspace_(workspace) {}

  // Calls found(candidate) for each unit, nearest first and once per unit, until it returns false. Returns true when everything
  // was seen, false when a limit or `found` ended it; seeds and labels stay for tracing.
  template <typename Found>
  bool run(const snapped& target, const unit_positions& units, limits most, const Found& found);

  // The length of the way of a candidate in cm.
  [[nodiscard]] std::uint64_t length_cm(const candidate& from) const;
  // Calls visit(arc, from_fraction, to_fraction, ms_left) along the way, in driving order; fractions count along the arc,
  // ms_left is the time from the end of this part (before turning) to the target.
  template <typename Visit>
  void trace(const candidate& from, const Visit& visit) const;

  std::uint32_t settled = 0;
  bool limited = false;

 private:
  [[nodiscard]] bool open(arc_id a) const { return view_.arc_ms[a] != nothing && (shut_ == nullptr || !shut_->closed(a)); }
  void seed_target(const snapped& target, const unit_positions& units);
  void add_units(state_id state, std::uint32_t ms, const unit_positions& units);
  void push(const candidate& one);
  // Hands over the units that are nearer than `before_ms`; false when found() wants no more.
  template <typename Found>
  bool hand_over(std::uint64_t before_ms, const Found& found);

  const graph& roads_;
  const profile_view& view_;
  const closures* shut_;
  search_workspace& workspace_;
};

template <typename Found>
bool reverse_search::hand_over(std::uint64_t before_ms, const Found& found) {
  auto& waiting = workspace_.unit_heap;
  while (!waiting.empty() && waiting.front().time_ms < before_ms) {
    std::pop_heap(waiting.begin(), waiting.end());
    const auto next = waiting.back();
    waiting.pop_back();
    if (workspace_.unit_seen(next.slot)) continue;
    workspace_.see_unit(next.slot);
    if (!found(next)) return false;
  }
  return true;
}

template <typename Found>
bool reverse_search::run(const snapped& target, const unit_positions& units, limits most, const Found& found) {
  workspace_.begin(view_.state_count());
  workspace_.begin_units(units.units().size());
  seed_target(target, units);
  state_id state = 0;
  std::uint32_t ms = 0;
  while (workspace_.take(state, ms)) {
    if (!hand_over(std::min<std::uint64_t>(ms, std::uint64_t{most.within_ms} + 1), found)) return false;
    if (ms > most.within_ms || settled >= most.max_settled) {
      limited = true;
      return false;
    }
    ++settled;
    const auto arc = view_.arc_of(state);
    if (shut_ != nullptr && shut_->closed(arc)) continue;
    if (units.any_on(edge_of(arc))) add_units(state, ms, units);
    for (const auto& t : view_.in(state)) workspace_.offer(t.state, ms + t.weight_ms, state);
  }
  return hand_over(std::uint64_t{most.within_ms} + 1, found);
}

template <typename Visit>
void reverse_search::trace(const candidate& from, const Visit& visit) const {
  if (from.state == nothing) return visit(workspace_.seeds[from.seed].arc, from.fraction, workspace_.seeds[from.seed].fraction, 0U);
  auto state = from.state;
  visit(view_.arc_of(state), from.fraction, whole, workspace_.find(state)->ms);
  for (;;) {
    const auto next = workspace_.find(state)->parent;
    if ((next & seed_mark) != 0) {
      const auto& last = workspace_.seeds[next & ~seed_mark];
      return visit(last.arc, 0U, last.fraction, 0U);
    }
    visit(view_.arc_of(next), 0U, whole, workspace_.find(next)->ms);
    state = next;
  }
}

}  // namespace road
