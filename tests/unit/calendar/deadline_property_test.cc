#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "foundation/calendar/deadline.h"
#include "support/shared_data.h"

namespace {

using calendar::day;
using calendar::deadline_of;
using calendar::limit;
using calendar::pause;
using calendar::unit;

constexpr unit all_units[] = {unit::minutes, unit::hours, unit::days, unit::working_days, unit::months, unit::years};
constexpr std::int64_t offsets[] = {480, 0, -480, 345, -210};
constexpr int cases = 4'000;

// Starts, limits and pauses around 2025–2027, half of the times at a midnight or a minute from one.
class Drawn : public testing::Test {
 protected:
  std::int64_t below(std::int64_t end) { return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random); }

  base::instant moment() {
    const auto whole_day = base::instant{} + base::days(20'089 + below(900));  // from 2025-01-01
    const auto midnight = whole_day - base::minutes(in.utc_offset_min);
    return below(2) == 0 ? midnight + base::minutes(below(3) - 1) : midnight + base::minutes(below(1'440));
  }

  limit within() {
    const auto in_unit = all_units[below(6)];
    const std::int64_t most[] = {3'000, 200, 60, 30, 14, 2};
    return {.amount = below(most[static_cast<std::size_t>(in_unit)]), .in = in_unit, .rolls = below(2) == 0};
  }

  std::vector<pause> pauses(base::instant start) {
    std::vector<pause> out(static_cast<std::size_t>(below(4)));
    for (auto& one : out) {
      one.from = start + base::hours(below(24 * 40) - 48) - base::minutes(below(2) * below(60));
      one.to = below(3) == 0 ? moment() : one.from + base::hours(below(24 * 12));
    }
    return out;
  }

  const calendar::working_days known = calendar::read_working_days(test::project_file("catalogue/working_days.yaml"));
  std::mt19937_64 random{11};
  calendar::local_days in{.known = known, .utc_offset_min = 480};
};

bool by_clock(const limit& one) { return one.in == unit::minutes || one.in == unit::hours; }

bool stands(const std::vector<pause>& pauses, base::instant t) {
  return std::any_of(pauses.begin(), pauses.end(), [t](const pause& one) { return one.from <= t && t < one.to; });
}

// By the words of the header, day by day, sharing only days with what is tested.
base::instant by_the_words(base::instant start, const limit& within, const std::vector<pause>& pauses, const calendar::local_days& in) {
  const day first = calendar::day_of(start, in.utc_offset_min);
  std::int64_t amount = within.amount;
  if (within.in == unit::months) amount = calendar::add_months(first, amount) - first;
  if (within.in == unit::years) amount = calendar::add_months(first, amount * 12) - first;
  const bool working = within.in == unit::working_days && within.amount > 0;
  day last = first;
  while (amount > 0) {
    last = last + 1;
    const bool begun_in_a_pause = stands(pauses, calendar::start_of(last, in.utc_offset_min));
    if (!begun_in_a_pause && (!working || in.known.is_working(last))) --amount;
  }
  const auto end = [&in](day d) { return calendar::start_of(d + 1, in.utc_offset_min); };
  while (stands(pauses, end(last) - base::microseconds(1)) || ((working || within.rolls) && !in.known.is_working(last))) last = last + 1;
  return end(last);
}

TEST_F(Drawn, DeadlinesAreWhatCountingDayByDayFinds) {
  for (int i = 0; i < cases; ++i) {
    in.utc_offset_min = offsets[below(5)];
    const auto start = moment();
    const auto one = within();
    if (by_clock(one)) continue;
    const auto paused = pauses(start);
    // A pause before the start does not stop a clock that is not running yet: it must not matter to the plain count either.
    ASSERT_EQ(deadline_of(start, one, paused, in).at, by_the_words(start, one, paused, in)) << i << ' ' << to_text(one);
  }
}

TEST_F(Drawn, DeadlinesOfHoursAndMinutesAreWhatCountingMinuteByMinuteFinds) {
  for (int i = 0; i < 400; ++i) {
    const auto start = moment();
    const bool hours = below(2) == 0;
    const limit one{.amount = below(hours ? 100 : 6'000), .in = hours ? unit::hours : unit::minutes};
    const auto paused = pauses(start);
    auto at = start;
    for (std::int64_t running = one.amount * (hours ? 60 : 1); running > 0; at = at + base::minutes(1)) running -= stands(paused, at) ? 0 : 1;
    ASSERT_EQ(deadline_of(start, one, paused, in).at, at) << i;
  }
}

TEST_F(Drawn, MoreTimeNeverMakesADeadlineEarlier) {
  for (int i = 0; i < cases; ++i) {
    const auto start = moment();
    const auto paused = pauses(start);
    auto one = within();
    const auto before = deadline_of(start, one, paused, in).at;
    ++one.amount;
    ASSERT_LE(before, deadline_of(start, one, paused, in).at) << i << ' ' << to_text(one);
  }
}

// Months are left out with pauses: 30 and 31 January both end on 28 February, and a pause over the midnight between them gives
// a day to the earlier alone.
TEST_F(Drawn, ALaterStartNeverMakesADeadlineEarlier) {
  for (int i = 0; i < cases; ++i) {
    const auto start = moment();
    const auto one = within();
    const bool months = one.in == unit::months || one.in == unit::years;
    const auto paused = months ? std::vector<pause>{} : pauses(start);
    const auto later = start + base::minutes(below(3'000));
    ASSERT_LE(deadline_of(start, one, paused, in).at, deadline_of(later, one, paused, in).at) << i << ' ' << to_text(one);
  }
}

TEST_F(Drawn, APauseNeverMakesADeadlineEarlier) {
  for (int i = 0; i < cases; ++i) {
    const auto start = moment();
    const auto one = within();
    auto paused = pauses(start);
    const auto all = deadline_of(start, one, paused, in).at;
    ASSERT_LE(deadline_of(start, one, {}, in).at, all) << i << ' ' << to_text(one);
    if (paused.empty()) continue;
    paused.pop_back();
    ASSERT_LE(deadline_of(start, one, paused, in).at, all) << i << ' ' << to_text(one);
  }
}

TEST_F(Drawn, ADeadlineIsNeverBeforeItsStartNorInAPause) {
  for (int i = 0; i < cases; ++i) {
    const auto start = moment();
    const auto one = within();
    const auto paused = pauses(start);
    const auto end = deadline_of(start, one, paused, in).at;
    ASSERT_GE(end, start);
    const bool at_once = by_clock(one) && one.amount == 0;
    ASSERT_TRUE(at_once || !stands(paused, end - base::microseconds(1))) << i << ' ' << to_text(one);
  }
}

TEST_F(Drawn, BeforeAnEventALongerLimitIsNeverLaterAndALaterEventNeverEarlier) {
  for (int i = 0; i < cases; ++i) {
    const auto event = moment();
    auto one = within();
    const auto end = deadline_before(event, one, in).at;
    ASSERT_LE(end, deadline_before(event + base::minutes(below(3'000)), one, in).at) << i << ' ' << to_text(one);
    ++one.amount;
    ASSERT_LE(deadline_before(event, one, in).at, end) << i << ' ' << to_text(one);
  }
}

// From the last moment allowed before an event, the limit ends on the event's day or sooner: both ways count alike.
TEST_F(Drawn, WorkingDaysBeforeAndAfterCountTheSameDays) {
  for (int i = 0; i < cases; ++i) {
    const auto event = moment();
    const limit one{.amount = 1 + below(30), .in = unit::working_days};
    const day last = calendar::day_of(deadline_before(event, one, in).at - base::microseconds(1), in.utc_offset_min);
    const day on = calendar::day_of(event, in.utc_offset_min);
    const auto between = known.between(last, on);
    ASSERT_EQ(between, known.is_working(on) ? one.amount : one.amount - 1) << i;
    const auto after = calendar::day_of(deadline_of(event, one, {}, in).at - base::microseconds(1), in.utc_offset_min);
    ASSERT_EQ(known.between(on, after), one.amount) << i;
  }
}

}  // namespace
