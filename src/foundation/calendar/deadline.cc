#include "foundation/calendar/deadline.h"

#include <algorithm>
#include <stdexcept>

namespace calendar {
namespace {

constexpr base::instant end_of_time{253'402'300'800'000'000};  // 10000-01-01T00:00:00Z

void check(base::instant at, const limit& within) {
  if (within.amount < 0 || within.amount > largest_amount(within.in)) throw std::logic_error("no limit: " + to_text(within));
  if (at >= end_of_time || at.us <= -end_of_time.us) throw std::logic_error("a time outside the years 1–9999");
}

// Without overlaps, in their order; what ends before `start` left out.
std::vector<pause> in_order(const std::vector<pause>& pauses, base::instant start) {
  std::vector<pause> sorted;
  for (const auto& one : pauses) {
    const pause cut{.from = std::max(one.from, start), .to = std::min(one.to, end_of_time)};
    if (cut.from < cut.to) sorted.push_back(cut);
  }
  std::sort(sorted.begin(), sorted.end(), [](const pause& a, const pause& b) { return a.from < b.from; });
  std::vector<pause> out;
  for (const auto& one : sorted) {
    if (out.empty() || out.back().to < one.from) {
      out.push_back(one);
    } else {
      out.back().to = std::max(out.back().to, one.to);
    }
  }
  return out;
}

// By the hands of a clock, not by days; nothing for limits in days.
std::optional<base::duration> clock_time(const limit& within) {
  if (within.in == unit::minutes) return base::minutes(within.amount);
  if (within.in == unit::hours) return base::hours(within.amount);
  return std::nullopt;
}

base::instant after(base::instant start, base::duration time, const std::vector<pause>& pauses) {
  auto at = start + time;
  for (const auto& one : pauses) {
    if (one.from >= at) break;  // the clock has run out before
    at = at + (one.to - one.from);
  }
  return at;
}

// Goes from day to day, and notes whether it had to assume one.
class day_walk {
 public:
  day_walk(const std::vector<pause>& pauses, const local_days& in) : pauses_(pauses), in_(in) {}

  // The n-th day after (with `by` -1: before) that begins while the clock runs; only working days when `working`.
  day count(day from, std::int64_t amount, bool working, int by = 1) {
    while (amount > 0) {
      from = from + by;
      if (const auto* standing = pause_at(start_of(from, in_.utc_offset_min))) {
        from = day_of(standing->to - base::microseconds(1), in_.utc_offset_min);  // the day in which it ends began in it, too
        continue;
      }
      if (!working || is_working(from)) --amount;
    }
    return from;
  }

  // This day, or the next (before) that is worked, when it must be, and at whose end the clock runs.
  day settle(day last, bool working, int by = 1) {
    while (true) {
      if (const auto* standing = pause_at(end_of(last) - base::microseconds(1))) {
        last = day_of(standing->to, in_.utc_offset_min);  // always later; looking back there are no pauses
      } else if (working && !is_working(last)) {
        last = last + by;
      } else {
        return last;
      }
    }
  }

  [[nodiscard]] deadline end(day last) const { return {.at = end_of(last), .provisional = provisional_}; }

 private:
  [[nodiscard]] base::instant end_of(day d) const { return start_of(d + 1, in_.utc_offset_min); }

  [[nodiscard]] const pause* pause_at(base::instant t) const {
    const auto next = std::upper_bound(pauses_.begin(), pauses_.end(), t, [](base::instant at, const pause& one) { return at < one.from; });
    if (next == pauses_.begin() || t >= std::prev(next)->to) return nullptr;
    return &*std::prev(next);
  }

  bool is_working(day d) {
    provisional_ = provisional_ || !in_.known.is_published(year_of(d));
    return in_.known.is_working(d);
  }

  const std::vector<pause>& pauses_;
  const local_days& in_;
  bool provisional_ = false;
};

// Days to the day so many months or years on, or back.
std::int64_t span_of(day from, const limit& within, int by) {
  switch (within.in) {
    case unit::months: return by * (add_months(from, by * within.amount) - from);
    case unit::years: return by * (add_months(from, by * within.amount * 12) - from);
    default: return within.amount;
  }
}

}  // namespace

deadline deadline_of(base::instant start, const limit& within, const std::vector<pause>& pauses, const local_days& in) {
  check(start, within);
  const auto ordered = in_order(pauses, start);
  if (const auto time = clock_time(within)) return {.at = after(start, *time, ordered)};
  day_walk walk(ordered, in);
  const day first = day_of(start, in.utc_offset_min);
  const bool working = within.in == unit::working_days && within.amount > 0;
  const day last = walk.count(first, span_of(first, within, 1), working);
  return walk.end(walk.settle(last, working || within.rolls));
}

deadline deadline_before(base::instant event, const limit& within, const local_days& in) {
  check(event, within);
  if (const auto time = clock_time(within)) return {.at = event - *time};
  const std::vector<pause> none;
  day_walk walk(none, in);
  const day first = day_of(event, in.utc_offset_min);
  const bool working = within.in == unit::working_days && within.amount > 0;
  const day last = walk.count(first, span_of(first, within, -1), working, -1);
  return walk.end(walk.settle(last, working || within.rolls, -1));
}

}  // namespace calendar
