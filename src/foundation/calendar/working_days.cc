#include "foundation/calendar/working_days.h"

#include <algorithm>
#include <map>

namespace calendar {
namespace {

constexpr int friday = 5;

bool is_weekday(day d) { return weekday_of(d) <= friday; }

// Mondays to Fridays of all weeks up to and with this day, counted from the week of 1970-01-01: only differences mean anything.
std::int64_t weekdays_until(day d) {
  const int weekday = weekday_of(d);
  const std::int64_t week = (std::int64_t{d.n} - weekday + 4) / 7;  // exact: Sundays lie at 3 + 7 k
  return week * friday + std::min(weekday, friday);
}

}  // namespace

working_days::working_days(std::vector<published_year> years) {
  std::stable_sort(years.begin(), years.end(), [](const published_year& a, const published_year& b) { return a.year < b.year; });
  std::map<day, named_day> merged;
  for (auto& one : years) {
    if (years_.empty() || years_.back() != one.year) years_.push_back(one.year);
    for (auto& named : one.days) {
      const day on = named.on;
      merged.insert_or_assign(on, std::move(named));
    }
  }
  days_.reserve(merged.size());
  for (auto& entry : merged) days_.push_back(std::move(entry.second));
}

const named_day* working_days::find(day d) const {
  const auto at = std::lower_bound(days_.begin(), days_.end(), d, [](const named_day& one, day wanted) { return one.on < wanted; });
  return at != days_.end() && at->on == d ? &*at : nullptr;
}

bool working_days::is_working(day d) const {
  const auto* named = find(d);
  return named != nullptr ? named->is_working : is_weekday(d);
}

bool working_days::is_published(int year) const { return std::binary_search(years_.begin(), years_.end(), year); }

std::string_view working_days::name_of(day d) const {
  const auto* named = find(d);
  return named != nullptr ? std::string_view(named->name) : std::string_view();
}

std::optional<int> working_days::first_published() const { return years_.empty() ? std::nullopt : std::optional(years_.front()); }

std::optional<int> working_days::last_published() const { return years_.empty() ? std::nullopt : std::optional(years_.back()); }

std::int64_t working_days::between(day a, day b) const {
  if (b < a) return -between(b, a);
  std::int64_t count = weekdays_until(b) - weekdays_until(a);
  auto at = std::upper_bound(days_.begin(), days_.end(), a, [](day wanted, const named_day& one) { return wanted < one.on; });
  for (; at != days_.end() && at->on <= b; ++at) count += static_cast<int>(at->is_working) - static_cast<int>(is_weekday(at->on));
  return count;
}

}  // namespace calendar
