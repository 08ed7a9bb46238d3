#include "town/duty/day.h"

#include "foundation/base/text.h"

namespace duty {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

std::int64_t floor_days(std::int64_t us) { return us >= 0 ? us / day_us : -((-us + day_us - 1) / day_us); }

}  // namespace

bool is_day(std::string_view text) { return start_of_day(text, 0).has_value(); }

std::string day_of(base::instant at, std::int64_t offset_min) { return base::to_rfc3339(at + base::minutes(offset_min)).substr(0, 10); }

std::optional<base::instant> start_of_day(std::string_view day, std::int64_t offset_min) {
  if (day.size() != 10) return std::nullopt;
  const auto midnight = base::instant_from_rfc3339(std::string(day) + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  return *midnight - base::minutes(offset_min);
}

int weekday_of(base::instant at, std::int64_t offset_min) {
  // 1970-01-01 was a Thursday.
  const auto days = floor_days((at + base::minutes(offset_min)).us);
  return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
}

std::optional<int> minutes_of(std::string_view clock) {
  if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
  const auto hours = base::parse_int(clock.substr(0, 2));
  const auto minutes = base::parse_int(clock.substr(3, 2));
  if (!hours || !minutes || *hours < 0 || *minutes < 0 || *minutes > 59 || *hours > 24 || (*hours == 24 && *minutes > 0)) return std::nullopt;
  return static_cast<int>(*hours * 60 + *minutes);
}

void check_day(std::vector<base::wrong_field>& wrong, std::string_view pointer, const std::optional<std::string>& day) {
  if (day && !is_day(*day)) wrong.push_back({std::string(pointer), "bad_day", "must be a day: YYYY-MM-DD"});
}

}  // namespace duty
