#include "engines/matter/simulate.h"

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "foundation/base/problem.h"

namespace matter {
namespace {

using sort = simulated_act::sort;

constexpr double us_a_day = 86'400e6;

kind_tally empty_tally(const kind& of) {
  kind_tally out{.code = of.code, .name = of.name, .stages = {}, .steps = {}, .clocks = {}};
  for (const auto& stage : of.stages) {
    out.stages.push_back({.code = stage.code, .name = stage.name, .ends = stage.ends});
    for (const auto& step : stage.steps) out.steps.push_back({.stage = stage.code, .code = step.code, .name = step.name});
  }
  for (const auto& clock : of.clocks) out.clocks.push_back({.code = clock.code, .name = clock.name});
  return out;
}

stage_tally& stage_of(kind_tally& in, const std::string& code) { return *std::ranges::find(in.stages, code, &stage_tally::code); }

step_tally& step_of(kind_tally& in, const std::string& stage, const std::string& code) {
  return *std::ranges::find_if(in.steps, [&](const step_tally& one) { return one.stage == stage && one.code == code; });
}

clock_tally& clock_of(kind_tally& in, const kind& of, const std::string& code) {
  const auto found = std::ranges::find(in.clocks, code, &clock_tally::code);
  if (found != in.clocks.end()) return *found;
  return in.clocks.emplace_back(clock_tally{.code = code, .name = clock_name(of, code)});
}

struct position_before {
  std::string stage;
  base::instant since;
  std::int64_t round = 0;
  std::size_t deeds = 0;
};

void count_move(kind_tally& in, const position_before& before, const matter_case& now, base::instant at) {
  const bool moved = now.what.stage != before.stage || now.what.round != before.round;
  const bool merged = now.what.ended_at && !stage_of(in, now.what.stage).ends;
  if (!moved && !merged) return;
  if (!before.stage.empty() && now.what.round == before.round) {
    auto& from = stage_of(in, before.stage);
    ++from.left;
    from.days.push_back(static_cast<double>((at - before.since).us) / us_a_day);
  }
  if (!moved) return;
  auto& to = stage_of(in, now.what.stage);
  ++to.entered;
  const auto runs = [](const running_clock& one) { return one.state == clock_state::running || one.state == clock_state::paused; };
  to.unclocked += !to.ends && std::ranges::none_of(now.clocks, runs) ? 1 : 0;
}

void count_lines(kind_tally& in, const changes& out) {
  for (const auto& line : out.lines) {
    in.bounces += line.kind == "returned" ? 1 : 0;
    in.rulings += line.kind == "ruled" ? 1 : 0;
    in.asked += line.kind == "asked" ? 1 : 0;
    in.paused += line.kind == "paused" ? 1 : 0;
    in.reopened += line.kind == "reopened" || line.kind == "again" ? 1 : 0;
  }
}

void count_happening(kind_tally& in, const position_before& before, const simulated_case& one) {
  const auto& last = one.last();
  const auto& now = one.now();
  for (const auto& seen : last.looks) {
    auto& step = step_of(in, before.stage, seen.at->code);
    ++step.looked;
    if (seen.refused.empty()) {
      ++step.could;
    } else {
      ++step.refused[seen.refused];
    }
  }
  if (last.no && last.act.what == sort::step && !before.stage.empty()) ++step_of(in, before.stage, last.act.code).refused[last.no->code];
  if (last.no) return;
  if (now.deeds.size() > before.deeds) ++step_of(in, before.stage, now.deeds.back().step).done;
  count_move(in, before, now, last.at);
  count_lines(in, last.out);
}

void count_end(kind_tally& in, const kind& of, const simulated_case& one) {
  const auto& now = one.now();
  ++in.cases;
  in.ended += now.what.ended_at ? 1 : 0;
  if (now.what.ended_at) ++in.results[now.what.merged_into ? "(merged)" : now.what.result];
  if (one.stuck()) {
    ++in.stuck;
    ++stage_of(in, now.what.stage).stuck;
  }
  std::vector<std::string> seen;
  for (const auto& clock : now.clocks) {
    auto& tally = clock_of(in, of, clock.code);
    if (std::ranges::find(seen, clock.code) == seen.end()) {
      seen.push_back(clock.code);
      ++tally.cases;
    }
    ++tally.started;
    tally.met += clock.state == clock_state::met ? 1 : 0;
    tally.missed += clock.state == clock_state::missed ? 1 : 0;
    tally.dropped += clock.state == clock_state::dropped ? 1 : 0;
    tally.open += clock.state == clock_state::running || clock.state == clock_state::paused ? 1 : 0;
    in.warned += clock.warned_at ? 1 : 0;
    in.escalated += clock.escalated > 0 ? 1 : 0;
  }
}

void run_case(kind_tally& in, const kind& of, const simulation_scene& on, std::uint64_t seed) {
  simulated_case one(on, of, seed);
  position_before before;
  while (one.advance()) {
    count_happening(in, before, one);
    const auto& now = one.now();
    if (before.stage != now.what.stage) before.stage = now.what.stage;
    before.since = now.what.stage_since;
    before.round = now.what.round;
    before.deeds = now.deeds.size();
  }
  count_end(in, of, one);
}

}  // namespace

simulation_report simulate(const loaded_catalogue& town, const simulation_options& options) {
  simulation_report out{.asked = options, .year = town.days.last_published().value_or(2026), .kinds = {}};
  const simulated_town people(catalogue_roles());
  const simulation_scene on{.present = town,
                            .town = people,
                            .from = calendar::start_of(calendar::first_day_of(out.year), options.utc_offset_min),
                            .to = calendar::start_of(calendar::first_day_of(out.year + 1), options.utc_offset_min),
                            .utc_offset_min = options.utc_offset_min,
                            .by = options.by};
  std::vector<const kind*> kinds;
  for (const auto& [code, kind] : town.all.kinds) {
    if (options.kind.empty() || options.kind == code) kinds.push_back(&kind);
  }
  if (kinds.empty()) {
    throw base::problem(400, "unknown_kind", "There is no such kind.", options.kind,
                        "`catalogue check` counts those there are; a kind's name is its file's.");
  }
  dice seeds(options.seed);
  for (const auto* of : kinds) out.kinds.push_back(empty_tally(*of));
  for (std::int64_t i = 0; i < options.cases; ++i) {
    const auto which = static_cast<std::size_t>(i) % kinds.size();
    run_case(out.kinds[which], *kinds[which], on, seeds.next());
  }
  return out;
}

}  // namespace matter
