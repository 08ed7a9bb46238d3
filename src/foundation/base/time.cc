#include "foundation/base/time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace base {
namespace {

// Reads exactly `digits` decimal digits at the head of `text` and removes them; -1 when they are not there.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// The fraction after a '.', in microseconds; digits past the sixth are dropped. -1 when no digit follows.
int take_fraction_us(std::string_view& text) {
  int value = 0;
  int used = 0;
  std::size_t at = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    if (used < 6) {
      value = value * 10 + (text[at] - '0');
      ++used;
    }
  }
  if (at == 0) return -1;
  for (; used < 6; ++used) value *= 10;
  text.remove_prefix(at);
  return value;
}

// The offset from UTC in minutes ("Z", "+08:00"); nothing when it is neither.
std::optional<int> take_offset_minutes(std::string_view& text) {
  if (take_char(text, 'Z') || take_char(text, 'z')) return 0;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take_char(text, ':')) return std::nullopt;
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  return sign * (hour * 60 + minute);
}

}  // namespace

std::string to_rfc3339(instant t) {
  using namespace std::chrono;
  const sys_time<std::chrono::microseconds> point{std::chrono::microseconds{t.us}};
  const auto day = floor<std::chrono::days>(point);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<std::chrono::seconds>(point) - day};
  const auto fraction = (point - floor<std::chrono::seconds>(point)).count();
  std::array<char, 48> text{};
  int used =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), static_cast<long>(clock.seconds().count()));
  std::string out(text.data(), static_cast<std::size_t>(used));
  if (fraction != 0) {
    used = std::snprintf(text.data(), text.size(), ".%06ld", static_cast<long>(fraction));
    std::string_view digits(text.data(), static_cast<std::size_t>(used));
    while (digits.back() == '0') digits.remove_suffix(1);
    out += digits;
  }
  return out + "Z";
}

std::optional<instant> instant_from_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const int year_number = take_number(text, 4);
  if (year_number < 1900 || !take_char(text, '-')) return std::nullopt;
  const int month_number = take_number(text, 2);
  if (month_number < 1 || !take_char(text, '-')) return std::nullopt;
  const int day_number = take_number(text, 2);
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number < 0 ? 0 : day_number)}};
  if (!date.ok() || text.empty() || (text.front() != 'T' && text.front() != 't' && text.front() != ' ')) return std::nullopt;
  text.remove_prefix(1);
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take_char(text, ':')) return std::nullopt;
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59 || !take_char(text, ':')) return std::nullopt;
  const int second = take_number(text, 2);
  if (second < 0 || second > 60) return std::nullopt;
  int fraction = 0;
  if (take_char(text, '.')) fraction = take_fraction_us(text);
  if (fraction < 0) return std::nullopt;
  const auto offset = take_offset_minutes(text);
  if (!offset || !text.empty()) return std::nullopt;
  const std::int64_t day_s = sys_days{date}.time_since_epoch().count() * std::int64_t{86'400};
  const std::int64_t total_s = day_s + hour * 3'600 + (minute - *offset) * 60 + second;
  return instant{total_s * 1'000'000 + fraction};
}

}  // namespace base
