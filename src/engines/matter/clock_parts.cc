#include "engines/matter/clock_parts.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "foundation/calendar/deadline.h"

namespace matter {
namespace {

calendar::local_days days_of(const surroundings& in) { return {.known = in.days, .utc_offset_min = in.utc_offset_min}; }

std::vector<calendar::pause> as_pauses(const running_clock& clock) {
  std::vector<calendar::pause> out;
  for (const auto& one : pauses_of(clock)) out.push_back({one.from, one.to});
  return out;
}

std::int64_t most_days_of(const clock_rule& rule, const std::string& reason) {
  const auto found = std::ranges::find(rule.pauses, reason, &pause_reason::code);
  return found == rule.pauses.end() ? 30 : found->most_days;
}

base::instant escalation_at(const running_clock& clock, const escalation& step, const surroundings& in) {
  return calendar::deadline_of(clock.due_at, step.after, {}, days_of(in)).at;
}

}  // namespace

std::vector<past_pause> pauses_of(const running_clock& clock) {
  std::vector<past_pause> out;
  const auto list = boost::json::parse(clock.pauses.text);
  for (const auto& one : list.as_array()) {
    out.push_back({{one.at("from").to_number<std::int64_t>()}, {one.at("to").to_number<std::int64_t>()}, std::string(one.at("reason").as_string())});
  }
  return out;
}

void end_pause(running_clock& clock, base::instant at) {
  auto list = boost::json::parse(clock.pauses.text).as_array();
  list.push_back(boost::json::object{{"from", clock.paused_at->us}, {"to", at.us}, {"reason", clock.pause_reason}});
  clock.pauses.text = boost::json::serialize(list);
  clock.paused_at = std::nullopt;
  clock.pause_reason.clear();
  clock.state = clock_state::running;
}

std::optional<base::instant> moment_of(std::string_view value, int utc_offset_min) {
  if (const auto day = calendar::day_from_text(value)) return calendar::start_of(*day, utc_offset_min);
  return base::instant_from_rfc3339(value);
}

bool is_open(const running_clock& one) { return one.state == clock_state::running || one.state == clock_state::paused; }

running_clock* newest(matter_case& one, std::string_view code) {
  for (auto clock = one.clocks.rbegin(); clock != one.clocks.rend(); ++clock) {
    if (clock->code == code) return &*clock;
  }
  return nullptr;
}

bool is_of_earlier_round(const matter_case& one, const running_clock& clock) {
  return one.what.reopened_at && !is_open(clock) && clock.ended_at && *clock.ended_at <= *one.what.reopened_at;
}

void stop(running_clock& clock, clock_state as, base::instant now) {
  clock.state = as;
  clock.paused_at = clock.next_at = std::nullopt;
  clock.ended_at = now;
}

void drop(running_clock& clock, base::instant now) { stop(clock, clock_state::dropped, now); }

void let_go(running_clock& clock, base::instant now) {
  const bool late = clock.state == clock_state::running && now >= clock.due_at;
  stop(clock, late ? clock_state::missed : clock_state::dropped, now);
}

void count(running_clock& clock, const clock_rule& rule, const calendar::limit& within, const surroundings& in) {
  const auto due = rule.before ? calendar::deadline_before(clock.started_at, within, days_of(in))
                               : calendar::deadline_of(clock.started_at, within, as_pauses(clock), days_of(in));
  clock.due_at = due.at;
  clock.provisional = due.provisional;
  clock.warn_at = std::nullopt;
  if (rule.warn) {
    // Days before the deadline as the calendar counts them; the last moment that is in time is a microsecond before it.
    const auto warn = calendar::deadline_before(due.at - base::microseconds(1), *rule.warn, days_of(in)).at;
    if (clock.started_at < warn && warn < due.at) clock.warn_at = warn;
  }
  plan(clock, rule, in);
}

void count_again(const matter_case& one, running_clock& clock, const surroundings& in) {
  const auto rule = rule_of(in.of, clock.code);
  const auto before = clock.due_at;
  const auto event = calendar::day_of(one.what.event_at.value_or(one.what.reported_at), in.utc_offset_min);
  if (const auto chosen = limit_of(rule, in.all, event)) count(clock, rule, chosen->within, in);
  // It has time again: what was told of its running out no longer holds. A machine's clock that went back gives nobody time.
  if (clock.due_at > in.now && clock.due_at > before) {
    clock.overdue_at = std::nullopt;
    clock.escalated = 0;
    plan(clock, rule, in);
  }
}

void plan(running_clock& clock, const clock_rule& rule, const surroundings& in) {
  clock.next_at = std::nullopt;
  if (clock.state == clock_state::paused) {
    clock.next_at = *clock.paused_at + base::days(most_days_of(rule, clock.pause_reason));
    return;
  }
  if (clock.state != clock_state::running) return;
  if (!clock.overdue_at) {
    clock.next_at = clock.warn_at && !clock.warned_at ? std::min(*clock.warn_at, clock.due_at) : clock.due_at;
  } else if (static_cast<std::size_t>(clock.escalated) < rule.escalate.size()) {
    clock.next_at = escalation_at(clock, rule.escalate[static_cast<std::size_t>(clock.escalated)], in);
  }
}

}  // namespace matter
