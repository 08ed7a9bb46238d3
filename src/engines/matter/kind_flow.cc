#include "engines/matter/kind_flow.h"

#include <algorithm>

namespace matter {
namespace {

std::size_t index_of(const kind& one, const std::string& code) {
  return static_cast<std::size_t>(std::ranges::find(one.stages, code, &stage::code) - one.stages.begin());
}

bool is_in(const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

// Marks what can be reached from the marked stages along ways that `open` lets through.
template <class Open>
void spread(const std::vector<stage_way>& ways, std::vector<bool>& marked, const Open& open) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& way : ways) {
      if (!marked[way.from] || marked[way.to] || !open(way)) continue;
      marked[way.to] = grew = true;
    }
  }
}

std::vector<stage_way> reversed(std::vector<stage_way> ways) {
  for (auto& way : ways) std::swap(way.from, way.to);
  return ways;
}

bool always(const stage_way&) { return true; }

// Of the marked stages those no other marked one leads to; of several that lead to each other the first.
std::vector<bool> first_of(const std::vector<stage_way>& ways, const std::vector<bool>& marked) {
  std::vector<std::vector<bool>> leads;
  const auto among_marked = [&](const stage_way& way) { return marked[way.to]; };
  for (std::size_t i = 0; i < marked.size(); ++i) {
    leads.emplace_back(marked.size(), false)[i] = marked[i];
    spread(ways, leads.back(), among_marked);
  }
  auto first = marked;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    for (std::size_t j = 0; j < marked.size(); ++j) {
      if (i != j && leads[j][i] && (!leads[i][j] || j < i)) first[i] = false;
    }
  }
  return first;
}

std::vector<bool> opposite(std::vector<bool> marked) {
  marked.flip();
  return marked;
}

}  // namespace

std::vector<bool> first_unreached(const stage_flow& flow) { return first_of(flow.ways, opposite(flow.reached)); }

std::vector<bool> last_without_end(const stage_flow& flow) { return first_of(reversed(flow.ways), opposite(flow.can_end)); }

stage_flow flow_of(const kind& one) {
  stage_flow flow;
  flow.of = &one;
  for (std::size_t i = 0; i < one.stages.size(); ++i) {
    for (const auto& step : one.stages[i].steps) {
      flow.ways.push_back({.from = i, .to = step.to.empty() ? i : index_of(one, step.to), .by = &step, .stays = step.to.empty()});
    }
  }
  flow.reached.assign(one.stages.size(), false);
  if (!one.stages.empty()) flow.reached[0] = true;
  spread(flow.ways, flow.reached, always);
  flow.can_end.assign(one.stages.size(), false);
  for (std::size_t i = 0; i < one.stages.size(); ++i) flow.can_end[i] = one.stages[i].ends;
  spread(reversed(flow.ways), flow.can_end, always);
  return flow;
}

std::vector<bool> running_stages(const stage_flow& flow, const clock_rule& clock) {
  const auto& stages = flow.of->stages;
  std::vector<bool> running(stages.size(), false);
  const auto can_run_in = [&](std::size_t i) { return flow.reached[i] && !stages[i].ends && !is_in(clock.until_stages, stages[i].code); };
  const auto start_in = [&](std::size_t i) {
    if (can_run_in(i)) running[i] = true;
  };
  if (clock.starts == clock_start::stage) {
    start_in(index_of(*flow.of, clock.starts_at));
  } else if (clock.starts == clock_start::step) {
    for (const auto& way : flow.ways) {
      if (way.by->code == clock.starts_at && flow.reached[way.from]) start_in(way.to);
    }
  } else if (!stages.empty()) {
    start_in(0);
  }
  spread(flow.ways, running, [&](const stage_way& way) { return can_run_in(way.to) && !is_in(clock.until_steps, way.by->code); });
  return running;
}

namespace {

std::vector<std::string> targets_of(const kind& of, std::string_view stage) {
  std::vector<std::string> out;
  const auto* at = of.find_stage(stage);
  if (at == nullptr) return out;
  for (const auto& step : at->steps) {
    if (!step.to.empty() && !is_in(out, step.to)) out.push_back(step.to);
  }
  return out;
}

bool is_detour(const kind& of, const std::vector<std::string>& others, const std::string& from, const std::string& stage) {
  const auto on = targets_of(of, stage);
  const auto at_once = [&](const std::string& to) {
    const auto* next = of.find_stage(to);
    return next != nullptr && !next->ends && (to == from || to == stage || is_in(others, to));
  };
  return !on.empty() && std::ranges::all_of(on, at_once);
}

}  // namespace

std::vector<std::string> usual_way(const kind& of, std::vector<std::string> so_far) {
  auto way = std::move(so_far);
  while (true) {
    auto ahead = targets_of(of, way.back());
    std::erase_if(ahead, [&](const std::string& to) { return is_in(way, to); });
    if (ahead.empty()) return way;
    const auto goes_on = [&](const std::string& to) {
      const auto* stage = of.find_stage(to);
      return stage != nullptr && !stage->ends && !is_detour(of, ahead, way.back(), to);
    };
    const auto next = std::ranges::find_if(ahead, goes_on);
    way.push_back(next == ahead.end() ? ahead.front() : *next);
  }
}

std::vector<std::vector<std::size_t>> endless_groups(const stage_flow& flow) {
  const auto endless = [](const stage_way& way) { return !way.stays && way.by->times == 0; };
  const auto back_ways = reversed(flow.ways);
  std::vector<std::vector<std::size_t>> groups;
  std::vector<bool> placed(flow.reached.size(), false);
  for (std::size_t i = 0; i < flow.reached.size(); ++i) {
    if (placed[i] || !flow.reached[i]) continue;
    std::vector<bool> forth(flow.reached.size(), false);
    forth[i] = true;
    auto back = forth;
    spread(flow.ways, forth, endless);
    spread(back_ways, back, endless);
    std::vector<std::size_t> group;
    for (std::size_t j = 0; j < forth.size(); ++j) {
      if (forth[j] && back[j]) group.push_back(j);
    }
    for (const auto j : group) placed[j] = true;
    const auto goes_round = [&](const stage_way& way) { return way.from == i && way.to == i && endless(way); };
    if (group.size() > 1 || std::ranges::any_of(flow.ways, goes_round)) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace matter
