#include "engines/matter/clock_rules.h"

#include <algorithm>

#include "engines/matter/clock_parts.h"
#include "foundation/calendar/deadline.h"

namespace matter {
namespace {

calendar::day day_that_counts(const matter_case& one, const surroundings& in) {
  return calendar::day_of(one.what.event_at.value_or(one.what.reported_at), in.utc_offset_min);
}

void finish(running_clock& clock, base::instant now) {
  const auto until = clock.state == clock_state::paused ? *clock.paused_at : now;
  stop(clock, until < clock.due_at ? clock_state::met : clock_state::missed, now);
}

struct last_way {
  std::string_view from, to;
};

// Whether going this way to the end is what the clock waits for.
bool ends_with(const kind& of, std::string_view code, const last_way& way) {
  const auto* rule = of.find_clock(code);
  if (rule == nullptr) return !code.starts_with(receipt_clock);
  const bool to_the_end = rule->until_stages.empty() && rule->until_steps.empty();
  const bool of_that_stage = rule->starts == clock_start::stage && rule->starts_at == way.from;
  return to_the_end || of_that_stage || std::ranges::find(rule->until_stages, way.to) != rule->until_stages.end();
}

// What is owed still is owed from when it began: doing the step or coming to the stage once more gives no more time.
bool runs_still(matter_case& one, std::string_view code) {
  const auto* before = newest(one, code);
  return before != nullptr && is_open(*before);
}

template <class Which>
void finish_where(matter_case& one, base::instant now, const Which& which) {
  for (auto& clock : one.clocks) {
    if (is_open(clock) && which(clock)) finish(clock, now);
  }
}

running_clock& add_clock(matter_case& one, const clock_rule& rule, base::instant start, base::instant now) {
  if (auto* before = newest(one, rule.code); before != nullptr && is_open(*before)) let_go(*before, now);
  std::int64_t serial = 1;
  for (const auto& clock : one.clocks) serial = std::max(serial, clock.serial + 1);
  auto& fresh = one.clocks.emplace_back();
  fresh.serial = serial;
  fresh.code = rule.code;
  fresh.owner = rule.owner;
  fresh.started_at = start;
  return fresh;
}

}  // namespace

void start_clock(matter_case& one, const clock_rule& rule, base::instant start, const surroundings& in) {
  if (!all_hold(rule.when, in.of, one.fields)) return;
  const auto chosen = limit_of(rule, in.all, day_that_counts(one, in));
  if (!chosen) return;
  auto& clock = add_clock(one, rule, start, in.now);
  clock.citation = chosen->citation;
  count(clock, rule, chosen->within, in);
}

void start_clock_until(matter_case& one, const clock_rule& rule, base::instant due, const surroundings& in) {
  auto& clock = add_clock(one, rule, in.now, in.now);
  clock.due_at = due;
  plan(clock, rule, in);
}

void start_at_stage(matter_case& one, std::string_view stage, const surroundings& in) {
  for (const auto& rule : in.of.clocks) {
    if (rule.starts == clock_start::stage && rule.starts_at == stage && !runs_still(one, rule.code)) start_clock(one, rule, in.now, in);
  }
}

void start_at_step(matter_case& one, std::string_view step, const surroundings& in) {
  for (const auto& rule : in.of.clocks) {
    if (rule.starts == clock_start::step && rule.starts_at == step && !runs_still(one, rule.code)) start_clock(one, rule, in.now, in);
  }
}

void stop_at_stage(matter_case& one, std::string_view stage, const surroundings& in) {
  finish_where(one, in.now, [&](const running_clock& clock) {
    const auto* rule = in.of.find_clock(clock.code);
    return rule != nullptr && std::ranges::find(rule->until_stages, stage) != rule->until_stages.end();
  });
}

void stop_at_step(matter_case& one, std::string_view step, const surroundings& in) {
  finish_where(one, in.now, [&](const running_clock& clock) {
    const auto* rule = in.of.find_clock(clock.code);
    return rule != nullptr && std::ranges::find(rule->until_steps, step) != rule->until_steps.end();
  });
}

void stop_clock(matter_case& one, std::string_view code, base::instant now) {
  finish_where(one, now, [&](const running_clock& clock) { return clock.code == code; });
}

void end_clocks(matter_case& one, std::string_view from, const surroundings& in) {
  for (auto& clock : one.clocks) {
    if (!is_open(clock)) continue;
    if (ends_with(in.of, clock.code, {from, one.what.stage})) {
      finish(clock, in.now);
    } else {
      let_go(clock, in.now);
    }
  }
}

void drop_clocks(matter_case& one, base::instant now) {
  for (auto& clock : one.clocks) {
    if (is_open(clock)) let_go(clock, now);
  }
}

refused pause_clock(matter_case& one, std::string_view code, std::string_view reason, const surroundings& in) {
  auto* clock = newest(one, code);
  const auto* rule = in.of.find_clock(code);
  if (clock == nullptr || rule == nullptr || clock->state != clock_state::running) {
    return refusal{.code = "clock_not_running", .detail = "This clock does not run now."};
  }
  if (in.now >= clock->due_at) return refusal{.code = "clock_ran_out", .detail = "What has run out cannot be paused."};
  const auto found = std::ranges::find(rule->pauses, reason, &pause_reason::code);
  if (found == rule->pauses.end()) {
    return refusal{.code = "no_such_pause", .detail = "This clock cannot be paused for that.", .fields = {}, .status = 422};
  }
  const auto before = pauses_of(*clock);
  if (std::ranges::count(before, std::string(reason), &past_pause::reason) >= found->times) {
    return refusal{.code = "paused_too_often", .detail = "It was paused for this as often as may be."};
  }
  clock->state = clock_state::paused;
  clock->paused_at = in.now;
  clock->pause_reason = std::string(reason);
  plan(*clock, *rule, in);
  return std::nullopt;
}

refused resume_clock(matter_case& one, std::string_view code, const surroundings& in) {
  auto* clock = newest(one, code);
  if (clock == nullptr || clock->state != clock_state::paused) return refusal{.code = "clock_not_paused", .detail = "This clock is not paused."};
  const auto longest = clock->next_at.value_or(in.now);  // it ends by itself then, though nobody may have noticed
  end_pause(*clock, std::max(std::min(in.now, longest), *clock->paused_at));
  count_again(one, *clock, in);
  return std::nullopt;
}

bool recount(matter_case& one, const surroundings& in) {
  bool moved = false;
  for (auto& clock : one.clocks) {
    if (!is_open(clock)) continue;
    const auto before = clock;
    count_again(one, clock, in);
    moved = moved || !(clock == before);
  }
  return moved;
}

void note_due(matter_case& one) {
  one.what.due_at = std::nullopt;
  one.what.due_clock.clear();
  one.what.provisional = false;
  // Nothing late runs any more: nobody above needs to be told.
  if (std::ranges::none_of(one.clocks, [](const running_clock& clock) { return is_open(clock) && clock.escalated > 0; })) {
    one.what.escalated_path = std::nullopt;
    one.what.escalated_at = std::nullopt;
  }
  for (const auto& clock : one.clocks) {
    if (clock.state != clock_state::running || (one.what.due_at && *one.what.due_at <= clock.due_at)) continue;
    one.what.due_at = clock.due_at;
    one.what.due_clock = clock.code;
    one.what.provisional = clock.provisional;
  }
}

std::string path_above(std::string_view path, int levels) {
  std::string out(path);
  for (; levels > 0; --levels) {
    const auto slash = out.size() < 2 ? std::string::npos : out.rfind('/', out.size() - 2);
    if (slash == std::string::npos || slash == 0) return out;
    out.resize(slash + 1);
  }
  return out;
}

}  // namespace matter
