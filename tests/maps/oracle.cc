#include "maps/oracle.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace test {
namespace {

constexpr std::uint64_t never = ~std::uint64_t{0};
using entry = std::pair<std::uint64_t, std::uint32_t>;
using queue = std::priority_queue<entry, std::vector<entry>, std::greater<>>;

std::optional<std::uint32_t> result(std::uint64_t ms) { return ms == never ? std::nullopt : std::optional(static_cast<std::uint32_t>(ms)); }

}  // namespace

oracle::oracle(const road::graph& roads, road::profile who) : roads_(roads) {
  const auto& view = roads.of(who);
  for (const auto ms : view.arc_ms) arc_ms_.push_back(ms == road::nothing ? never : ms);
  states_of_.resize(arc_ms_.size());
  on_.resize(view.state_count());
  back_.resize(view.state_count());
  for (std::uint32_t s = 0; s < view.state_count(); ++s) {
    arc_of_.push_back(view.arc_of(s));
    states_of_[arc_of_[s]].push_back(s);
  }
  for (std::uint32_t s = 0; s < view.state_count(); ++s) {
    for (auto at = view.forward_first[s]; at < view.forward_first[s + 1]; ++at) {
      const auto& t = view.forward[at];
      const auto turn_ms = t.weight_ms - arc_ms_[arc_of_[s]];
      on_[s].push_back({t.state, turn_ms});
      back_[t.state].push_back({s, turn_ms});
    }
  }
}

bool oracle::open(const road::closures& shut, std::uint32_t arc) const { return arc_ms_[arc] != never && !shut.closed(arc); }

std::vector<oracle::place> oracle::places(const road::closures& shut, const road::snapped& at) const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  if (at.node == road::nothing) {
    edges.emplace_back(at.edge, at.fraction);
  } else {
    for (std::uint32_t e = 0; e < roads_.edges().size(); ++e) {
      if (roads_.edges()[e].from == at.node) edges.emplace_back(e, 0);
      if (roads_.edges()[e].to == at.node) edges.emplace_back(e, road::whole);
    }
  }
  std::vector<place> out;
  for (const auto& [edge, along_way] : edges) {
    for (const std::uint32_t arc : {2 * edge, 2 * edge + 1}) {
      if (!open(shut, arc)) continue;
      const auto fraction = arc % 2 == 0 ? along_way : road::whole - along_way;
      const auto before = (arc_ms_[arc] * fraction + road::whole / 2) / road::whole;
      out.push_back({arc, before, arc_ms_[arc] - before, fraction});
    }
  }
  return out;
}

std::optional<std::uint32_t> oracle::time(const road::closures& shut, const road::snapped& from, const road::snapped& to) const {
  const auto starts = places(shut, from);
  const auto ends = places(shut, to);
  std::uint64_t best = never;
  std::vector<std::uint64_t> entered(arc_of_.size(), never);  // the time of entering the state's arc
  queue todo;
  const auto enter = [&](std::uint32_t state, std::uint64_t ms) {
    if (!open(shut, arc_of_[state]) || entered[state] <= ms) return;
    entered[state] = ms;
    todo.emplace(ms, state);
  };
  for (const auto& start : starts) {
    for (const auto& end : ends) {
      if (start.arc == end.arc && start.fraction <= end.fraction) best = std::min(best, end.before_ms - start.before_ms);
    }
    for (const auto state : states_of_[start.arc]) {
      for (const auto& next : on_[state]) enter(next.state, start.after_ms + next.turn_ms);
    }
  }
  while (!todo.empty()) {
    const auto [ms, state] = todo.top();
    todo.pop();
    if (entered[state] != ms) continue;
    for (const auto& next : on_[state]) enter(next.state, ms + arc_ms_[arc_of_[state]] + next.turn_ms);
  }
  for (const auto& end : ends) {
    for (const auto state : states_of_[end.arc]) {
      if (entered[state] != never) best = std::min(best, entered[state] + end.before_ms);
    }
  }
  return result(best);
}

std::vector<std::optional<std::uint32_t>> oracle::times_to(const road::closures& shut, const road::snapped& to,
                                                           const std::vector<road::unit_on_road>& units) const {
  const auto ends = places(shut, to);
  std::vector<std::uint64_t> left(arc_of_.size(), never);  // from the end of the state's arc to the target
  queue todo;
  const auto note = [&](std::uint32_t state, std::uint64_t ms) {
    if (!open(shut, arc_of_[state]) || left[state] <= ms) return;
    left[state] = ms;
    todo.emplace(ms, state);
  };
  for (const auto& end : ends) {
    for (const auto state : states_of_[end.arc]) {
      for (const auto& before : back_[state]) note(before.state, before.turn_ms + end.before_ms);
    }
  }
  while (!todo.empty()) {
    const auto [ms, state] = todo.top();
    todo.pop();
    if (left[state] != ms) continue;
    for (const auto& before : back_[state]) note(before.state, before.turn_ms + arc_ms_[arc_of_[state]] + ms);
  }
  std::vector<std::optional<std::uint32_t>> out;
  for (const auto& unit : units) {
    std::uint64_t best = never;
    for (const auto& start : places(shut, unit.place)) {
      for (const auto& end : ends) {
        if (start.arc == end.arc && start.fraction <= end.fraction) best = std::min(best, end.before_ms - start.before_ms);
      }
      for (const auto state : states_of_[start.arc]) {
        if (left[state] != never) best = std::min(best, left[state] + start.after_ms);
      }
    }
    out.push_back(result(best));
  }
  return out;
}

}  // namespace test
