#include <algorithm>
#include <limits>
#include <set>

#include "engines/matter/burden.h"
#include "engines/matter/step_rules.h"

namespace matter {
namespace {

std::int64_t evidence_of(const step& what, const kind& of) {
  std::int64_t sum = 0;
  for (const auto& one : what.evidence) sum += one.or_next ? 0 : one.at_least;
  if (!what.file_set) return sum;
  for (const auto& one : of.file_set) sum += one.or_next ? 0 : one.at_least;
  return sum;
}

std::int64_t taps_of(const step& what, const kind& of) {
  return 2 * signatures_needed(what) + static_cast<std::int64_t>(what.needs.size()) + evidence_of(what, of);
}

struct way {
  std::int64_t taps = std::numeric_limits<std::int64_t>::max();
  const step* by = nullptr;
  std::size_t from = 0;
};

// The ways with the fewest taps from the first stage: few stages, so plain relaxation does.
std::vector<way> shortest_ways(const kind& of) {
  std::vector<way> ways(of.stages.size());
  if (ways.empty()) return ways;
  ways.front().taps = 0;
  for (std::size_t round = 0; round < of.stages.size(); ++round) {
    for (std::size_t at = 0; at < of.stages.size(); ++at) {
      if (ways[at].taps == std::numeric_limits<std::int64_t>::max()) continue;
      for (const auto& step : of.stages[at].steps) {
        const auto* to = step.to.empty() ? nullptr : of.find_stage(step.to);
        if (to == nullptr) continue;
        auto& next = ways[static_cast<std::size_t>(to - of.stages.data())];
        const auto taps = ways[at].taps + taps_of(step, of);
        if (taps < next.taps) next = {.taps = taps, .by = &step, .from = at};
      }
    }
  }
  return ways;
}

}  // namespace

effort effort_of(const kind& of) {
  effort out;
  out.fields_opening = static_cast<std::int64_t>(of.asks.size());
  out.fields_all = static_cast<std::int64_t>(of.fields.size());
  out.fields = out.fields_opening;
  out.taps = 2 + out.fields_opening;
  const auto ways = shortest_ways(of);
  std::size_t end = of.stages.size();
  for (std::size_t i = 0; i < of.stages.size(); ++i) {
    if (of.stages[i].ends && ways[i].by != nullptr && (end == of.stages.size() || ways[i].taps < ways[end].taps)) end = i;
  }
  if (end == of.stages.size()) return out;
  std::set<std::string_view> filled(of.asks.begin(), of.asks.end());
  for (std::size_t at = end; ways[at].by != nullptr; at = ways[at].from) {
    const auto& step = *ways[at].by;
    filled.insert(step.needs.begin(), step.needs.end());
    out.evidence += evidence_of(step, of);
    out.signatures += signatures_needed(step);
  }
  out.fields = static_cast<std::int64_t>(filled.size());
  out.taps += ways[end].taps;
  return out;
}

std::vector<std::string> fields_of_rules(const kind& of) {
  std::set<std::string> used(of.title.begin(), of.title.end());
  const auto add_conditions = [&](const std::vector<condition>& all) {
    for (const auto& one : all) used.insert(one.of);
  };
  const auto add_checks = [&](const std::vector<check>& all) {
    for (const auto& one : all) {
      used.insert(one.field);
      if (const auto* other = std::get_if<std::string>(&one.other)) used.insert(*other);
    }
  };
  add_checks(of.checks);
  for (const auto& clock : of.clocks) {
    add_conditions(clock.when);
    if (clock.starts == clock_start::field) used.insert(clock.starts_at);
  }
  for (const auto& band : of.bands) {
    for (const auto& criterion : band.any_of) used.insert(criterion.field);
  }
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      add_conditions(step.when);
      add_checks(step.checks);
      used.insert(step.carries.begin(), step.carries.end());
    }
  }
  if (of.again) used.insert(of.again->same.begin(), of.again->same.end());
  return {used.begin(), used.end()};
}

}  // namespace matter
