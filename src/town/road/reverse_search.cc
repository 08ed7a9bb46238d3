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
        for (const auto& t : view_.in(s)) workspace_.offer(state_number(t.state), t.weight_ms - own + last_part, seed_mark | number);
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

void reverse_search::take_state() { state_left_ = workspace_.take(state_, at_ms_); }

void reverse_search::advance(const unit_positions& units) {
  settle(state_, at_ms_, units);
  take_state();
}

// Looks at units on the state's arc and at the states before it. A state that can only go on into this one is certain as soon
// as this one is: it is looked at here, without the queue. That it comes before its turn does no harm, as units wait in their
// own heap until everything nearer was seen.
void reverse_search::settle(state_id state, std::uint32_t ms, const unit_positions& units) {
  auto& chain = workspace_.chain;
  chain.clear();
  for (;;) {
    ++settled;
    const auto arc = view_.arc_of(state);
    if (shut_ == nullptr || !shut_->closed(arc)) {
      if (units.any_on(edge_of(arc))) add_units(state, ms, units);
      for (const auto& t : view_.in(state)) {
        const auto before = state_number(t.state);
        if (before == t.state) {
          workspace_.offer(before, ms + t.weight_ms, state);
        } else if (workspace_.set(before, ms + t.weight_ms, state)) {
          chain.push_back(before);
        }
      }
    }
    if (chain.empty()) return;
    state = chain.back();
    chain.pop_back();
    ms = workspace_.find(state)->ms;
  }
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
    if (const auto certain = take_certain(std::min(certain_ms(), beyond_ms))) return certain;
    if (!state_left_ && workspace_.unit_heap.empty()) return std::nullopt;
    if (certain_ms() >= beyond_ms || settled >= most.max_settled) {
      limited = true;
      return std::nullopt;
    }
    advance(units);
  }
}

std::uint64_t reverse_search::frontier_ms() const {
  const auto& waiting = workspace_.unit_heap;
  return waiting.empty() ? certain_ms() : std::min<std::uint64_t>(certain_ms(), waiting.front().time_ms);
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
