#include "engines/matter/simulate_case.h"

#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/simulate_fields.h"

namespace matter {
namespace {

constexpr int most_refusals = 40;  // in a row: then nobody finds a way
constexpr base::duration one_day = base::days(1);

bool is_late(base::instant at, base::instant due) { return at >= due; }

}  // namespace

simulated_case::simulated_case(const simulation_scene& on, const kind& of, std::uint64_t seed) : on_(on), of_(of), dice_(seed) {
  now_ = on.from + base::microseconds(dice_.between(0, (on.to - on.from).us - 1));
  if (dice_.chance(0.85)) now_ = in_working_time(now_, {});
  next_act_ = now_;
  end_ = now_ + on.followed;
}

surroundings simulated_case::around(const operation::caller& who, base::instant now) const {
  return {.of = of_,
          .all = on_.present.all,
          .days = on_.present.days,
          .areas = on_.town.areas(),
          .utc_offset_min = on_.utc_offset_min,
          .who = who,
          .now = now};
}

void simulated_case::happen(simulated_act act, base::instant at) {
  now_ = at;
  last_.at = at;
  last_.out = {};
  last_.looks = std::move(looks_);
  looks_.clear();
  last_.act = std::move(act);
  const auto& who = last_.act.who == nullptr ? on_.town.nobody() : *last_.act.who;
  last_.no = perform(one_, last_.act, last_.out, around(who, at));
  refused_in_a_row_ = last_.no ? refused_in_a_row_ + 1 : 0;
}

std::optional<base::instant> simulated_case::next_fire() const {
  std::optional<base::instant> next;
  if (one_.what.ended_at) return next;
  for (const auto& clock : one_.clocks) {
    if (clock.next_at && (!next || *clock.next_at < *next)) next = clock.next_at;
  }
  return next;
}

bool simulated_case::advance() {
  if (over_) return false;
  if (!begun_) {
    begun_ = true;
    happen(opening(), now_);
    plan();
    return true;
  }
  const auto fire = next_fire();
  if (fire && (stuck_ || *fire <= next_act_) && *fire <= end_) {
    const auto slept = dice_.chance(on_.by.slept) ? base::minutes(dice_.between(60, 6'000)) : base::microseconds(dice_.between(0, 999'999));
    happen(by(sort::fire, nullptr), std::max(now_, *fire) + slept);
    return true;
  }
  if (stuck_ || next_act_ > end_) return !(over_ = true);
  auto act = std::optional<simulated_act>();
  if (queue_.empty()) act = choose();
  if (act) queue_.push_back(std::move(*act));
  if (queue_.empty() || refused_in_a_row_ > most_refusals) {
    over_ = one_.what.ended_at.has_value();
    if (over_) return false;
    stuck_ = true;
    happen(by(sort::fire, nullptr), std::max(now_, next_act_));
    return true;
  }
  auto next = std::move(queue_.front());
  queue_.pop_front();
  happen(std::move(next), std::max(now_, next_act_));
  if (queue_.empty()) plan();
  return true;
}

// The next act waits for a part of the time that the clock with the least time leaves; now and then it comes late.
base::duration simulated_case::delay() {
  if (last_.no) return base::minutes(dice_.between(1, 90));
  std::optional<base::instant> due;
  for (const auto& clock : one_.clocks) {
    if (clock.state == clock_state::running && (!due || clock.due_at < *due)) due = clock.due_at;
  }
  if (!due) return base::minutes(dice_.between(60, 5 * 1'440));
  const auto left = *due - now_;
  if (left.us <= 0) return base::minutes(dice_.between(60, 4 * 1'440));
  const double share = dice_.chance(on_.by.late) ? dice_.between_numbers(1.0, 1.5) : dice_.between_numbers(0.02, 0.6);
  return base::microseconds(static_cast<std::int64_t>(static_cast<double>(left.us) * share));
}

// The same moment, or the next morning that is worked, unless that would make it late.
base::instant simulated_case::in_working_time(base::instant at, base::instant due) {
  auto day = calendar::day_of(at, on_.utc_offset_min);
  const auto opens = [&] { return calendar::start_of(day, on_.utc_offset_min) + base::minutes(510); };
  const auto closes = [&] { return calendar::start_of(day, on_.utc_offset_min) + base::minutes(1'050); };
  if (on_.present.days.is_working(day) && at >= opens() && at < closes()) return at;
  if (at >= closes() || !on_.present.days.is_working(day)) day = day + 1;
  while (!on_.present.days.is_working(day)) day = day + 1;
  const auto moved = std::max(at, opens()) + base::minutes(dice_.between(0, 120));
  return !is_late(at, due) && is_late(moved, due) ? at : moved;
}

void simulated_case::plan() {
  if (one_.what.ended_at) {
    next_act_ = now_ + base::minutes(dice_.between(60, 30 * 1'440));
    return;
  }
  const auto wait = delay();
  next_act_ = now_ + wait;
  if (wait >= one_day) next_act_ = in_working_time(next_act_, one_.what.due_at.value_or(base::instant{}));
}

}  // namespace matter
