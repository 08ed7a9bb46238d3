#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace calendar {

enum class unit { minutes, hours, days, working_days, months, years };

// How long something may take.
struct limit {
  std::int64_t amount = 0;  // 0 … largest_amount(in)
  unit in = unit::days;
  bool rolls = false;  // a last day that is not a working day moves to one; minutes and hours have no last day
  bool operator==(const limit&) const = default;
};

// About a hundred years of each; of hours, ten; of minutes, one.
std::int64_t largest_amount(unit in);

// "20 minutes", "4 hours", "30 days", "5 working_days", "1 month", "2 years", the unit in singular or plural; nothing when it is not that
// or the amount is not 0 … largest_amount. Whether it rolls is not part of the text.
std::optional<limit> limit_from_text(std::string_view text);
// About how long, to compare limits of different units. A working day may be a day's length or much more: it counts as a day.
std::int64_t about_minutes(const limit& l);
std::string to_text(const limit& l);

// For people: "30 日", "5 个工作日"; "30 days", "5 working days".
std::string in_chinese(const limit& l);
std::string in_english(const limit& l);

}  // namespace calendar
