#include <algorithm>

#include "engines/matter/clock_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/past_rules.h"

// Where clocks begin by what is known of a matter and of its past.
namespace matter {
namespace {

// Whether what it waits for was done in this round, from that step on.
bool has_been_since(const matter_case& one, const clock_rule& rule, std::size_t from) {
  const auto was = [&](const deed& done) {
    if (done.round != one.what.round) return false;
    return std::ranges::find(rule.until_stages, done.to) != rule.until_stages.end() ||
           std::ranges::find(rule.until_steps, done.step) != rule.until_steps.end();
  };
  return std::any_of(one.deeds.begin() + static_cast<std::ptrdiff_t>(std::min(from, one.deeds.size())), one.deeds.end(), was);
}

// Whether what it waits for lies on a way from the present stage.
bool can_still_be(const matter_case& one, const clock_rule& rule, const kind& of) {
  if (rule.until_stages.empty() && rule.until_steps.empty()) return true;  // the end
  const auto ends = [](const std::vector<std::string>& until, const std::string& what) { return std::ranges::find(until, what) != until.end(); };
  std::vector<std::string_view> stages{one.what.stage};
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const auto* stage = of.find_stage(stages[i]);
    if (stage == nullptr) continue;
    for (const auto& step : stage->steps) {
      if (ends(rule.until_steps, step.code) || ends(rule.until_stages, step.to)) return true;
      if (!step.to.empty() && std::ranges::find(stages, step.to) == stages.end()) stages.emplace_back(step.to);
    }
  }
  return false;
}

// The same since the day it counts from was said, where it counts from one; or it can be no more.
bool has_been(const matter_case& one, const clock_rule& rule, const kind& of) {
  const auto said = rule.starts == clock_start::field ? last_said(one, rule.starts_at) : std::nullopt;
  if (said && std::ranges::find(rule.until_stages, one.what.stage) != rule.until_stages.end()) return true;
  return has_been_since(one, rule, said.value_or(0)) || (said && !can_still_be(one, rule, of));
}

// It stopped, and then the day it counts from was said anew: what it waits for is owed once more.
bool is_owed_anew(const matter_case& one, const clock_rule& rule, const running_clock& clock, const kind& of) {
  if (rule.starts != clock_start::field || (clock.state != clock_state::met && clock.state != clock_state::missed)) return false;
  const auto said = last_said(one, rule.starts_at);
  return said && clock.ended_at && one.deeds[*said].at > *clock.ended_at && !has_been(one, rule, of);
}

// Where the facts say the clock begins; nothing when they do not say.
std::optional<base::instant> start_said(const matter_case& one, const clock_rule& rule, const surroundings& in) {
  switch (rule.starts) {
    case clock_start::report: return begun(one);
    // When it happened is not always known: then the report counts. Nothing counts back from a day nobody named.
    case clock_start::event: return one.what.event_at || rule.before ? one.what.event_at : begun(one);
    case clock_start::known: return one.what.known_at.value_or(begun(one));
    case clock_start::field: {
      const auto* value = one.fields.if_contains(rule.starts_at);
      if (value == nullptr || !value->is_string()) return std::nullopt;
      return moment_of(std::string_view(value->as_string()), in.utc_offset_min);
    }
    case clock_start::stage:
    case clock_start::step: break;
  }
  return std::nullopt;
}

// What counts back from a day counts whenever the day was said.
std::optional<base::instant> start_by_facts(const matter_case& one, const clock_rule& rule, const surroundings& in) {
  const auto said = start_said(one, rule, in);
  return said && !rule.before ? std::optional(as_counted(one, *said)) : said;
}

struct stay {
  base::instant since;
  std::size_t from;  // steps done before it
};

// When the matter last came into the stage in this round; nothing when it was not there.
std::optional<stay> last_stay(const matter_case& one, std::string_view stage, const surroundings& in) {
  for (auto i = one.deeds.size(); i > 0; --i) {
    const auto& done = one.deeds[i - 1];
    if (done.round == one.what.round && done.to == stage) return stay{done.at, i};
  }
  const bool is_first = in.of.stages.front().code == stage;
  if (one.what.stage == stage) return stay{one.what.stage_since, is_first ? 0 : one.deeds.size()};
  if (is_first) return stay{begun(one), 0};
  return std::nullopt;
}

// The last time it would have started by a stage or a step, had the matter been of this edition all along.
std::optional<stay> would_have_started(const matter_case& one, const clock_rule& rule, const surroundings& in) {
  if (rule.starts == clock_start::stage) return last_stay(one, rule.starts_at, in);
  if (rule.starts != clock_start::step) return std::nullopt;
  for (auto i = one.deeds.size(); i > 0; --i) {
    const auto& done = one.deeds[i - 1];
    if (done.round == one.what.round && done.step == rule.starts_at) return stay{done.at, i};
  }
  return std::nullopt;
}

// It does not run, and what stopped it was no doing of what it waits for since that moment.
bool stopped_before(const running_clock& clock, base::instant since) {
  return !is_open(clock) && (clock.state == clock_state::dropped || *clock.ended_at < since);
}

// A clock of a stage or step whose condition did not hold then and holds now. Dropped meanwhile it goes on from when it began.
void start_when_called_for(matter_case& one, const clock_rule& rule, const running_clock* clock, const surroundings& in) {
  if (!all_hold(rule.when, in.of, one.fields)) return;
  const auto began = would_have_started(one, rule, in);
  if (!began || has_been_since(one, rule, began->from)) return;
  const bool went_before = clock != nullptr && clock->started_at >= began->since;
  if (clock != nullptr && !stopped_before(*clock, began->since)) return;
  start_clock(one, rule, went_before ? base::instant(clock->started_at) : in.now, in);
}

}  // namespace

base::instant begun(const matter_case& one) { return one.what.reopened_at.value_or(one.what.reported_at); }

base::instant as_counted(const matter_case& one, base::instant said) {
  if (!one.what.reopened_at || said >= *one.what.reopened_at) return said;
  base::instant ended{0};  // the round before: the last of its clocks
  for (const auto& clock : one.clocks) {
    if (is_of_earlier_round(one, clock)) ended = std::max(ended, *clock.ended_at);
  }
  return said > ended ? said : *one.what.reopened_at;
}

void count_from_earlier(matter_case& one, const matter_case& other, const surroundings& in) {
  for (auto& clock : one.clocks) {
    const auto* rule = in.of.find_clock(clock.code);
    if (!is_open(clock) || rule == nullptr || rule->before) continue;
    auto from = clock.started_at;
    if (rule->starts == clock_start::report) from = std::min(from, begun(one));
    for (const auto& theirs : other.clocks) {
      if (is_open(theirs) && theirs.code == clock.code) from = std::min(from, theirs.started_at);
    }
    if (from == clock.started_at) continue;
    clock.started_at = from;
    count_again(one, clock, in);
  }
}

void follow_facts(matter_case& one, const surroundings& in) {
  if (one.what.ended_at) return;  // nothing is owed any more
  for (const auto& rule : in.of.clocks) {
    const auto start = start_by_facts(one, rule, in);
    auto* clock = newest(one, rule.code);
    if (clock != nullptr && is_of_earlier_round(one, *clock)) clock = nullptr;
    if (clock != nullptr && is_open(*clock) && !all_hold(rule.when, in.of, one.fields)) {
      let_go(*clock, in.now);
      continue;
    }
    if (!start) {
      if (!rule.when.empty()) start_when_called_for(one, rule, clock, in);
      continue;
    }
    const bool moved = rule.starts == clock_start::field || rule.starts == clock_start::event || rule.starts == clock_start::known;
    if (clock == nullptr ? !has_been(one, rule, in.of)
                         : moved && clock->started_at != *start && (is_open(*clock) || clock->state == clock_state::dropped)) {
      start_clock(one, rule, *start, in);
    } else if (clock != nullptr && clock->state == clock_state::dropped && !has_been(one, rule, in.of) && all_hold(rule.when, in.of, one.fields)) {
      start_clock(one, rule, *start, in);
    } else if (clock != nullptr && is_owed_anew(one, rule, *clock, in.of)) {
      start_clock(one, rule, *start, in);
    }
  }
}

void go_on_with_clocks(matter_case& one, const surroundings& in) {
  for (auto& clock : one.clocks) {
    if (!is_open(clock)) continue;
    if (const auto rule = find_rule(in.of, clock.code)) {
      plan(clock, *rule, in);
    } else {
      let_go(clock, in.now);
    }
  }
  for (const auto& rule : in.of.clocks) {
    const auto began = would_have_started(one, rule, in);
    if (!began || has_been_since(one, rule, began->from)) continue;
    const auto* before = newest(one, rule.code);
    if (before == nullptr || stopped_before(*before, began->since)) start_clock(one, rule, began->since, in);
  }
}

}  // namespace matter
