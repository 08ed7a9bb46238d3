#include <algorithm>

#include "engines/matter/simulate_case.h"
#include "engines/matter/simulate_fields.h"

// How simulated matters begin: by people, by a step of another matter, or by themselves.
namespace matter {
namespace {

// What a step of another kind carries into this one; nothing when no kind opens it.
const step* opening_step(const catalogue& all, const kind& of, dice& from) {
  std::vector<const step*> found;
  for (const auto& [code, kind] : all.kinds) {
    for (const auto& stage : kind.stages) {
      for (const auto& step : stage.steps) {
        if (step.opens == of.code) found.push_back(&step);
      }
    }
  }
  return found.empty() ? nullptr : from.one_of(found);
}

bool starts_with(const kind& of, clock_start sort) {
  return std::ranges::any_of(of.clocks, [&](const clock_rule& one) { return one.starts == sort; });
}

}  // namespace

void simulated_case::give_times(matter_record& what) {
  const bool ahead = std::ranges::any_of(of_.clocks, [](const clock_rule& one) { return one.starts == clock_start::event && one.before; });
  if (starts_with(of_, clock_start::event) || dice_.chance(0.2)) {
    what.event_at = ahead ? now_ + base::minutes(dice_.between(25 * 1'440, 90 * 1'440)) : now_ - base::minutes(dice_.between(0, 300));
  }
  if (starts_with(of_, clock_start::known) && dice_.chance(0.7)) what.known_at = now_ - base::minutes(dice_.between(0, 45));
}

simulated_act simulated_case::opening() {
  constexpr double by_itself = 0.7, by_another = 0.2;
  simulated_act act{.what = sort::open};
  auto& what = act.start;
  const auto* from_step = opening_step(on_.present.all, of_, dice_);
  const bool itself = of_.recurs && dice_.chance(by_itself);
  const bool another = !itself && from_step != nullptr && (of_.opened_by.empty() || dice_.chance(by_another));
  const auto& where = itself ? on_.town.one_of_level(of_.recurs->each, dice_) : on_.town.somewhere(dice_);
  what.id = "matter";
  what.kind = of_.code;
  what.kind_version = of_.version;
  what.area_id = where.id;
  what.area_path = where.path;
  what.place_id = "place";
  what.reported_at = what.created_at = now_;
  give_times(what);
  const fill_case filling{.of = of_, .known = {}, .now = now_, .utc_offset_min = on_.utc_offset_min};
  if (itself) return act;
  if (another) {
    act.who = on_.town.somebody(from_step->who.front(), where.path, dice_);
    act.fields = fill(filling, from_step->carries, {}, dice_);
  } else {
    if (!of_.opened_by.empty()) act.who = on_.town.somebody(dice_.one_of(of_.opened_by), where.path, dice_);
    act.fields = fill(filling, of_.asks, of_.takes, dice_);
  }
  opener_ = act.who;
  if (act.who != nullptr) what.opened_by = act.who->account_id;
  return act;
}

}  // namespace matter
