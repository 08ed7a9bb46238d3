#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
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

  // The same a step at a time, for a caller who finds out on the way how far to look: begin, then next until it gives
  // nothing. When `limited` says that a limit was met, next may be called again with a wider one and goes on from there.
  void begin(const snapped& target, const unit_positions& units);
  std::optional<candidate> next(const unit_positions& units, limits most);
  // No unit that was not given yet is nearer; no_frontier when there is none left that can reach the target.
  static constexpr std::uint64_t no_frontier = ~std::uint64_t{0};
  [[nodiscard]] std::uint64_t frontier_ms() const;

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
  // The nearest unit met so far if it is nearer than `before_ms`: everything nearer has been met then.
  std::optional<candidate> take_certain(std::uint64_t before_ms);
  // Goes on over the state at the frontier and moves the frontier to the next one.
  void advance(const unit_positions& units);
  void settle(state_id state, std::uint32_t ms, const unit_positions& units);
  void take_state();
  // Below this time everything was seen.
  [[nodiscard]] std::uint64_t certain_ms() const { return state_left_ ? workspace_.floor_ms() : no_frontier; }

  const graph& roads_;
  const profile_view& view_;
  const closures* shut_;
  search_workspace& workspace_;
  state_id state_ = 0;       // at the frontier, not yet settled
  std::uint32_t at_ms_ = 0;  // its time
  bool state_left_ = false;  // whether there is one
};

template <typename Found>
bool reverse_search::run(const snapped& target, const unit_positions& units, limits most, const Found& found) {
  begin(target, units);
  while (const auto next_one = next(units, most)) {
    if (!found(*next_one)) return false;
  }
  return !limited;
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
