#include "foundation/base/time.h"

#include <chrono>

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

// Writes the number's last `digits` decimal digits.
void write_digits(char* to, std::int64_t number, int digits) {
  for (int i = digits - 1; i >= 0; --i, number /= 10) to[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

void append_rfc3339(std::string& out, instant t) {
  using namespace std::chrono;
  const sys_time<std::chrono::microseconds> point{std::chrono::microseconds{t.us}};
  const auto day = floor<std::chrono::days>(point);
  const year_month_day date{day};
  const auto of_day = (point - day).count();
  char text[] = "0000-00-00T00:00:00.000000Z";
  const int year = static_cast<int>(date.year());
  const bool four_digits = year >= 0 && year <= 9999;  // others are no RFC 3339: a broken clock's, still told apart
  if (four_digits)
    write_digits(text, year, 4);
  else
    out += std::to_string(year);
  write_digits(text + 5, static_cast<unsigned>(date.month()), 2);
  write_digits(text + 8, static_cast<unsigned>(date.day()), 2);
  write_digits(text + 11, of_day / 3'600'000'000, 2);
  write_digits(text + 14, of_day / 60'000'000 % 60, 2);
  write_digits(text + 17, of_day / 1'000'000 % 60, 2);
  write_digits(text + 20, of_day % 1'000'000, 6);
  std::size_t size = 26;  // without trailing zeros, and without the point when nothing follows it
  while (text[size - 1] == '0') --size;
  if (text[size - 1] == '.') --size;
  const std::size_t first = four_digits ? 0 : 4;
  out.append(text + first, size - first);
  out += 'Z';
}

std::string to_rfc3339(instant t) {
  std::string out;
  append_rfc3339(out, t);
  return out;
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
