#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/time.h"

namespace calendar {

// A local day, counted from 1970-01-01. Which moments it spans depends on the town's offset from UTC. Everything here
// is for the years 0001–9999.
struct day {
  std::int32_t n = 0;
  auto operator<=>(const day&) const = default;
};

constexpr day operator+(day d, std::int32_t days) { return {d.n + days}; }
constexpr day operator-(day d, std::int32_t days) { return {d.n - days}; }
constexpr std::int32_t operator-(day a, day b) { return a.n - b.n; }

// `utc_offset_min`: minutes the local clock is ahead of UTC, the whole year (China: 480).
day day_of(base::instant at, std::int64_t utc_offset_min);
base::instant start_of(day d, std::int64_t utc_offset_min);

// "YYYY-MM-DD" and back; nothing when the text is not one or names a day that does not exist.
std::optional<day> day_from_text(std::string_view text);
std::string to_text(day d);

int year_of(day d);
day first_day_of(int year);
// Monday 1 … Sunday 7.
int weekday_of(day d);

// The day of the same number so many months later (before: negative), or that month's last day when it has no such number:
// 中华人民共和国民法典 第二百零二条.
day add_months(day d, std::int64_t months);

}  // namespace calendar
