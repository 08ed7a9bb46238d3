#include <algorithm>

#include "engines/matter/evidence_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/past_rules.h"
#include "engines/matter/simulate_case.h"
#include "engines/matter/simulate_fields.h"

// What somebody does next in a simulated matter.
namespace matter {
namespace {

constexpr const char* some_reason = "按规定办理";

bool depends_on_who(const std::string& code) { return code == "not_your_step" || code == "own_work" || code == "needs_other_signer"; }

std::size_t place_of(const kind& of, std::string_view stage) {
  return static_cast<std::size_t>(std::ranges::find(of.stages, stage, &stage::code) - of.stages.begin());
}

}  // namespace

simulated_act simulated_case::by(sort what, const operation::caller* who, std::string code, std::string text) const {
  simulated_act out{.what = what, .who = who};
  out.code = std::move(code);
  out.text = std::move(text);
  return out;
}

std::optional<simulated_act> simulated_case::choose() {
  if (dice_.chance(on_.by.wild)) return wild();
  if (one_.what.ended_at) return after_the_end();
  if (on_.by.recounts && dice_.chance(0.05)) return by(sort::recount, nullptr);
  if (auto first = clear_the_way()) return first;
  if (one_.what.hand != handing::none) return std::nullopt;
  if (dice_.chance(on_.by.detour)) {
    if (auto other = detour()) return other;
  }
  return some_step();
}

std::optional<simulated_act> simulated_case::after_the_end() {
  constexpr int most_reopenings = 2;
  const auto waiting = std::ranges::find_if(one_.receipts, [](const receipt& r) { return !r.received_at; });
  if (waiting != one_.receipts.end() && dice_.chance(0.5)) {
    return by(sort::receive, on_.town.somebody(waiting->role, waiting->desk_path, dice_), waiting->code);
  }
  if (reopenings_ >= most_reopenings || one_.what.merged_into || !dice_.chance(on_.by.reopened)) return std::nullopt;
  ++reopenings_;
  if (of_.again && dice_.chance(0.5)) {
    auto act = by(sort::again, opener_);
    act.fields = fill({.of = of_, .known = {}, .now = now_, .utc_offset_min = on_.utc_offset_min}, of_.asks, of_.takes, dice_);
    return act;
  }
  return by(sort::reopen, on_.town.somebody(of_.desk.ruling_role, one_.what.desk_path, dice_), {}, some_reason);
}

// What has to be done before a step can be, or waits beside it.
std::optional<simulated_act> simulated_case::clear_the_way() {
  if (one_.what.hand == handing::ruling) {
    auto act = by(sort::rule, on_.town.somebody(of_.desk.ruling_role, one_.what.desk_path, dice_), {}, some_reason);
    act.level = of_.desk.refer.empty() ? of_.desk.level.value_or(area::level::township) : dice_.one_of(of_.desk.refer);
    return act;
  }
  if (one_.what.hand == handing::asked) {
    const auto role = of_.opened_by.empty() ? std::string("office") : dice_.one_of(of_.opened_by);
    return by(sort::answer, opener_ != nullptr && dice_.chance(0.8) ? opener_ : on_.town.somebody(role, one_.what.area_path, dice_), {}, "补充如下");
  }
  for (const auto& one : one_.receipts) {
    if (!one.received_at && dice_.chance(0.6)) return by(sort::receive, on_.town.somebody(one.role, one.desk_path, dice_), one.code);
  }
  for (const auto& clock : one_.clocks) {
    if (clock.state == clock_state::paused && dice_.chance(0.4)) return by(sort::resume, handler(), clock.code);
  }
  return std::nullopt;
}

// Somebody who handles it: who can do a step of its stage, or rules.
const operation::caller* simulated_case::handler() {
  const auto* stage = of_.find_stage(one_.what.stage);
  if (stage == nullptr || stage->steps.empty() || dice_.chance(0.2)) return on_.town.somebody(of_.desk.ruling_role, one_.what.desk_path, dice_);
  const auto& what = dice_.one_of(stage->steps);
  const auto desks = desks_of(one_, what, around(on_.town.nobody(), now_));
  return on_.town.somebody(dice_.one_of(what.who), dice_.one_of(desks), dice_);
}

std::optional<simulated_act> simulated_case::detour() {
  switch (dice_.below(12)) {
    case 0: return by(sort::take, handler());
    case 1: return by(sort::put_back, handler());
    case 2: return by(sort::lead, handler(), "leader-" + std::to_string(dice_.below(3)));
    case 3:
    case 10: {
      if (of_.desk.refer.empty()) return std::nullopt;
      auto act = by(sort::refer, handler(), {}, some_reason);
      act.level = dice_.one_of(of_.desk.refer);
      return act;
    }
    case 4:
    case 11: return one_.what.referred_from || dice_.chance(0.3) ? std::optional(by(sort::give_back, handler(), {}, some_reason)) : std::nullopt;
    case 5: return by(sort::ask, handler(), {}, "请补充");
    case 6: return dice_.chance(0.3) ? std::optional(by(sort::join, handler(), on_.town.somewhere(dice_).id)) : std::nullopt;
    case 7: return by(sort::note, handler(), {}, "备注");
    case 8: return dice_.chance(0.1) ? std::optional(by(sort::merge, handler())) : std::nullopt;
    default: return pause_or_list();
  }
}

std::optional<simulated_act> simulated_case::pause_or_list() {
  if (of_.listing && dice_.chance(0.5)) {
    const auto path = desk_of(on_.town.areas(), one_.what.area_id, of_.listing->level);
    const auto* who = on_.town.somebody(of_.listing->role, path, dice_);
    if (leaves_list_by_step(one_, of_)) return std::nullopt;
    if (one_.what.listed_at) return by(sort::unlist, who, {}, some_reason);
    const auto day = calendar::day_of(now_, on_.utc_offset_min) + static_cast<std::int32_t>(dice_.between(5, 90));
    return by(sort::list, who, dice_.chance(0.6) ? calendar::to_text(day) : "", some_reason);
  }
  for (const auto& clock : one_.clocks) {
    const auto* rule = of_.find_clock(clock.code);
    if (clock.state == clock_state::running && rule != nullptr && !rule->pauses.empty() && now_ < clock.due_at) {
      return by(sort::pause, handler(), clock.code, dice_.one_of(rule->pauses).code);
    }
  }
  return std::nullopt;
}

// Somebody of the step's roles; when the first drawn cannot, everybody is asked.
const operation::caller* simulated_case::actor_for(const step& what, std::string& why) {
  const auto refuses = [&](const operation::caller* who) {
    const auto no = refuse_step(one_, what, around(*who, now_));
    why = no ? no->code : "";
    return no.has_value();
  };
  const auto desks = desks_of(one_, what, around(on_.town.nobody(), now_));
  why = "not_your_step";
  for (int i = 0; i < 3; ++i) {
    const auto* who = on_.town.somebody(dice_.one_of(what.who), dice_.one_of(desks), dice_);
    if (who == nullptr) continue;
    if (!refuses(who)) return who;
    if (!depends_on_who(why)) return nullptr;
  }
  for (const auto& role : what.who) {
    for (const auto& path : desks) {
      for (const auto* who : on_.town.holders(role, path)) {
        if (!refuses(who)) return who;
      }
    }
  }
  return nullptr;
}

// Mostly forward; a step that stays in its stage is done once or twice, and what others have begun to sign is signed.
double simulated_case::weight_of(const step& what) const {
  if (!one_.signatures.empty() && one_.signatures.front().step == what.code) return 20;
  const auto done = std::ranges::count_if(one_.deeds, [&](const deed& d) { return d.step == what.code && d.round == one_.what.round; });
  if (what.to.empty()) return 3.0 / (1.0 + 3.0 * static_cast<double>(done));
  const auto here = place_of(of_, one_.what.stage), there = place_of(of_, what.to);
  const auto* stage = of_.find_stage(one_.what.stage);
  const auto goes_on = [&](const step& other) { return place_of(of_, other.to) > here && !of_.find_stage(other.to)->ends; };
  if (of_.stages[there].ends) return std::ranges::any_of(stage->steps, [&](const step& o) { return !o.to.empty() && goes_on(o); }) ? 1.5 : 6;
  return there > here ? 6 : 1.5 / (1.0 + static_cast<double>(done));
}

std::optional<simulated_act> simulated_case::some_step() {
  struct way {
    const step* what;
    const operation::caller* who;
    double weight;
  };
  std::vector<way> ways;
  double sum = 0;
  for (const auto& what : of_.find_stage(one_.what.stage)->steps) {
    look seen{.at = &what, .refused = {}};
    const auto* who = actor_for(what, seen.refused);
    looks_.push_back(std::move(seen));
    if (who == nullptr) continue;
    ways.push_back({&what, who, weight_of(what)});
    sum += ways.back().weight;
  }
  if (ways.empty()) return std::nullopt;
  double drawn = dice_.share() * sum;
  auto chosen = ways.begin();
  while (std::next(chosen) != ways.end() && drawn >= chosen->weight) drawn -= (chosen++)->weight;
  bring_evidence(*chosen->what, *chosen->who);
  return prepare(*chosen->what, *chosen->who);
}

void simulated_case::bring_evidence(const step& what, const operation::caller& who) {
  auto lacking = missing_evidence(one_, what.evidence, fresh_from(one_, what));
  if (what.file_set) {
    for (auto& code : missing_evidence(one_, of_.file_set, 0)) lacking.push_back(std::move(code));
  }
  const auto needed = [&](const std::string& code) {
    const auto found = std::ranges::find(what.evidence, code, &evidence_rule::code);
    return found == what.evidence.end() ? 1 : found->at_least;
  };
  for (const auto& code : lacking) {
    for (int i = 0; i < needed(code); ++i) queue_.push_back(by(sort::evidence, &who, code));
  }
}

simulated_act simulated_case::prepare(const step& what, const operation::caller& who) {
  constexpr double changed = 0.04, corrected = 0.2;
  auto act = by(sort::step, &who, what.code);
  const bool follows = signatures_needed(what) > 1 && !one_.signatures.empty() && one_.signatures.front().step == what.code;
  if (follows && !dice_.chance(changed)) return act;
  auto must = said_anew(one_, what);
  for (const auto& name : what.needs) {
    if (std::ranges::find(must, name) != must.end()) continue;
    if (!is_filled(one_.fields, name) || dice_.chance(corrected)) must.push_back(name);
  }
  act.fields = fill({.of = of_, .known = one_.fields, .now = now_, .utc_offset_min = on_.utc_offset_min}, must, what.may, dice_);
  if (what.reason || dice_.chance(0.3)) act.text = some_reason;
  return act;
}

}  // namespace matter
