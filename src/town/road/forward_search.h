#pragma once
#include <cstdint>

#include "town/road/closures.h"
#include "town/road/graph.h"
#include "town/road/search_workspace.h"
#include "town/road/snap.h"

namespace road {

// The search from a place outward that travel times and reach share. The time of a state is that of entering its arc
// (after turning into it).
class forward_search {
 public:
  forward_search(const graph& roads, profile who, const closures* shut, search_workspace& workspace)
      : roads_(roads), view_(roads.of(who)), shut_(shut), workspace_(workspace) {}

  [[nodiscard]] bool open(arc_id a) const { return view_.arc_ms[a] != nothing && (shut_ == nullptr || !shut_->closed(a)); }

  // Calls start(arc, fraction along the arc) for each arc the search starts on, then settled(arc, time of entering it) for
  // each state, until that returns false. States of closed arcs are left out. Times come in order but for a slot of the
  // queue: what is below floor_ms() is certain, what is above may come again with a better time.
  template <typename Start, typename Settled>
  void run(const snapped& from, const Start& start, const Settled& settled) {
    workspace_.begin(view_.state_count());
    for_each_anchor(roads_, from, [&](edge_id edge, std::uint32_t fraction) {
      for (const arc_id arc : {2 * edge, 2 * edge + 1}) {
        if (!open(arc)) continue;
        const auto begin = along_arc(arc, fraction);
        start(arc, begin);
        const auto behind = part_of(view_.arc_ms[arc], begin);
        view_.for_each_state(arc, [&](state_id s) {
          for (const auto& t : view_.out(s)) workspace_.offer(t.state, t.weight_ms - behind, seed_mark);
        });
      }
    });
    state_id state = 0;
    std::uint32_t ms = 0;
    while (workspace_.take(state, ms)) {
      const auto arc = view_.arc_of(state);
      if (shut_ != nullptr && shut_->closed(arc)) continue;
      if (!settled(arc, ms)) return;
      for (const auto& t : view_.out(state)) workspace_.offer(t.state, ms + t.weight_ms, state);
    }
  }

  [[nodiscard]] std::uint32_t floor_ms() const { return workspace_.floor_ms(); }

 private:
  const graph& roads_;
  const profile_view& view_;
  const closures* shut_;
  search_workspace& workspace_;
};

}  // namespace road
