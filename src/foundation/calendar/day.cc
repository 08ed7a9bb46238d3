#include "foundation/calendar/day.h"

#include <chrono>

namespace calendar {
namespace {

constexpr std::int64_t day_us = base::days(1).us;

std::chrono::year_month_day date_of(day d) { return std::chrono::sys_days{std::chrono::days{d.n}}; }

day day_at(std::chrono::year_month_day date) { return {static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())}; }

}  // namespace

day day_of(base::instant at, std::int64_t utc_offset_min) {
  const std::int64_t local_us = (at + base::minutes(utc_offset_min)).us;
  const std::int64_t whole = local_us / day_us;
  return {static_cast<std::int32_t>(local_us % day_us < 0 ? whole - 1 : whole)};  // before 1970 a division rounds the wrong way
}

base::instant start_of(day d, std::int64_t utc_offset_min) { return base::instant{d.n * day_us} - base::minutes(utc_offset_min); }

std::optional<day> day_from_text(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[] = {0, 0, 0};
  int part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    parts[part] = parts[part] * 10 + (text[i] - '0');
  }
  const std::chrono::year_month_day date{std::chrono::year{parts[0]}, std::chrono::month{static_cast<unsigned>(parts[1])},
                                         std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (parts[0] == 0 || !date.ok()) return std::nullopt;
  return day_at(date);
}

std::string to_text(day d) {
  const auto date = date_of(d);
  const auto digits = [](int number, std::size_t width) {
    const auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
  };
  return digits(static_cast<int>(date.year()), 4) + '-' + digits(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

int year_of(day d) { return static_cast<int>(date_of(d).year()); }

day first_day_of(int year) { return day_at({std::chrono::year{year}, std::chrono::January, std::chrono::day{1}}); }

int weekday_of(day d) { return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{std::chrono::days{d.n}}}.iso_encoding()); }

day add_months(day d, std::int64_t months) {
  const auto date = date_of(d);
  const auto month = date.year() / date.month() + std::chrono::months{static_cast<int>(months)};
  const auto same = month / date.day();
  return day_at(same.ok() ? same : month / std::chrono::last);
}

}  // namespace calendar
