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

void reverse_search::begin(const snapped& target, const unit_positions& units) {
  workspace_.begin(view_.state_count());
  workspace_.begin_units(units.units().size());
  settled = 0;
  limited = false;
  seed_target(target, units);
  take_state();
}

void reverse_search::take_state() {
  std::uint32_t ms = 0;
  at_ms_ = workspace_.take(state_, ms) ? ms : no_frontier;
}

void reverse_search::advance(const unit_positions& units) {
  ++settled;
  const auto ms = static_cast<std::uint32_t>(at_ms_);
  const auto arc = view_.arc_of(state_);
  if (shut_ == nullptr || !shut_->closed(arc)) {
    if (units.any_on(edge_of(arc))) add_units(state_, ms, units);
    for (const auto& t : view_.in(state_)) workspace_.offer(t.state, ms + t.weight_ms, state_);
  }
  take_state();
}

std::optional<reverse_search::candidate> reverse_search::take_certain(std::uint64_t before_ms) {
  auto& waiting = workspace_.unit_heap;
  while (!waiting.empty() && waiting.front().time_ms < before_ms) {
    std::pop_heap(waiting.begin(), waiting.end());
    const auto nearest = waiting.back();
    waiting.pop_back();
    if (workspace_.unit_seen(nearest.slot)) continue;
    workspace_.see_unit(nearest.slot);
    return nearest;
  }
  return std::nullopt;
}

std::optional<reverse_search::candidate> reverse_search::next(const unit_positions& units, limits most) {
  limited = false;
  const auto beyond_ms = std::uint64_t{most.within_ms} + 1;
  for (;;) {
    if (const auto certain = take_certain(std::min(at_ms_, beyond_ms))) return certain;
    if (at_ms_ == no_frontier && workspace_.unit_heap.empty()) return std::nullopt;
    if (at_ms_ >= beyond_ms || settled >= most.max_settled) {
      limited = true;
      return std::nullopt;
    }
    advance(units);
  }
}

std::uint64_t reverse_search::frontier_ms() const {
  const auto& waiting = workspace_.unit_heap;
  return waiting.empty() ? at_ms_ : std::min<std::uint64_t>(at_ms_, waiting.front().time_ms);
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
