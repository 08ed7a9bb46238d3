#include "town/road/reverse_search.h"

namespace road {

void reverse_search::push(const candidate& one) {
  workspace_.unit_heap.push_back(one);
  std::push_heap(workspace_.unit_heap.begin(), workspace_.unit_heap.end());
}

void reverse_search::seed_target(const snapped& target, const unit_positions& units) {
  for_each_anchor(roads_, target, [&](edge_id edge, std::uint32_t fraction) {
    for (const arc_id arc : {2 * edge, 2 * edge + 1}) {
      if (!open(arc)) continue;
      const auto number = static_cast<std::uint32_t>(workspace_.seeds.size());
      const auto end = along_arc(arc, fraction);
      workspace_.seeds.push_back({.arc = arc, .fraction = end});
      const auto own = view_.arc_ms[arc];
      const auto last_part = part_of(own, end);
      view_.for_each_state(arc, [&](state_id s) {
        for (const auto& t : view_.in(s)) workspace_.offer(t.state, t.weight_ms - own + last_part, seed_mark | number);
      });
      for (const auto& unit : units.on(edge)) {
        const auto at = along_arc(arc, unit.fraction);
        if (at <= end) push({.time_ms = last_part - part_of(own, at), .slot = unit.slot, .fraction = at, .seed = number});
      }
    }
  });
}

void reverse_search::add_units(state_id state, std::uint32_t ms, const unit_positions& units) {
  const auto arc = view_.arc_of(state);
  const auto own = view_.arc_ms[arc];
  for (const auto& unit : units.on(edge_of(arc))) {
    const auto at = along_arc(arc, unit.fraction);
    push({.time_ms = ms + own - part_of(own, at), .slot = unit.slot, .fraction = at, .state = state});
  }
}

std::uint64_t reverse_search::length_cm(const candidate& from) const {
  std::uint64_t sum = 0;
  trace(from, [&](arc_id arc, std::uint32_t begin, std::uint32_t end, std::uint32_t) {
    const auto length = roads_.edges()[edge_of(arc)].length_cm;
    sum += part_of(length, end) - part_of(length, begin);
  });
  return sum;
}

}  // namespace road
