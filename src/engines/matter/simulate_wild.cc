#include <algorithm>

#include "engines/matter/simulate_case.h"
#include "engines/matter/simulate_fields.h"

// Somebody tries what he may not, or what makes no sense: it must be refused and leave no trace, or be allowed by the rules.
namespace matter {

simulated_act simulated_case::wild_step() {
  const auto& stage = dice_.one_of(of_.stages);
  const auto* here = of_.find_stage(one_.what.stage);
  const auto& steps = here != nullptr && !here->steps.empty() && dice_.chance(0.7) ? here->steps : stage.steps;
  const auto* who = &on_.town.anybody(dice_);
  auto act = by(sort::step, who, "no_such_step");
  if (steps.empty()) return act;
  const auto& what = dice_.one_of(steps);
  act.code = what.code;
  if (dice_.chance(0.8)) {
    std::string why;
    if (const auto* found = actor_for(what, why)) act.who = found;
  }
  std::vector<std::string> names;
  for (const auto& field : of_.fields) {
    if (dice_.chance(0.3)) names.push_back(field.name);
  }
  act.fields = fill({.of = of_, .known = one_.fields, .now = now_, .utc_offset_min = on_.utc_offset_min}, names, what.needs, dice_);
  if (!names.empty() && dice_.chance(0.5)) act.fields[dice_.one_of(names)] = nonsense(dice_);
  if (dice_.chance(0.5)) act.text = "理由";
  return act;
}

simulated_act simulated_case::wild() {
  if (dice_.chance(0.4)) return wild_step();
  constexpr sort any[] = {sort::take,   sort::put_back, sort::lead,   sort::refer,   sort::give_back, sort::rule,   sort::ask,
                          sort::answer, sort::join,     sort::leave,  sort::take_in, sort::list,      sort::unlist, sort::receive,
                          sort::pause,  sort::resume,   sort::reopen, sort::split,   sort::merge};
  const auto what = any[dice_.below(std::size(any))];
  auto act = by(what, dice_.chance(0.5) ? &on_.town.anybody(dice_) : handler());
  act.level = static_cast<area::level>(dice_.below(std::size(area::level_choices)));
  if (dice_.chance(0.5)) act.text = "理由";
  if (what == sort::join) act.code = dice_.chance(0.5) ? "nowhere" : on_.town.somewhere(dice_).id;
  if (what == sort::leave && !one_.joint.empty()) {
    const auto& all = on_.town.areas().list_all();
    const auto joined = std::ranges::find(all, one_.joint.front(), &area::area::path);
    if (joined != all.end()) act.code = joined->id;
  }
  if (what == sort::take_in) {  // another, reported before it or behind it
    act.start.number = "X-1";
    act.start.reported_at = one_.what.reported_at + base::hours(dice_.between(-50, 50));
    if (dice_.chance(0.5)) act.start.known_at = act.start.reported_at - base::hours(dice_.between(0, 5));
  }
  if (what == sort::list && dice_.chance(0.5)) act.code = "2020-01-01";
  if (what == sort::receive && !one_.receipts.empty()) act.code = dice_.one_of(one_.receipts).code;
  if ((what == sort::pause || what == sort::resume) && !one_.clocks.empty()) act.code = dice_.one_of(one_.clocks).code;
  if (what == sort::split) {
    act.fields = fill({.of = of_, .known = {}, .now = now_, .utc_offset_min = on_.utc_offset_min}, of_.asks, {}, dice_);
  }
  return act;
}

}  // namespace matter
