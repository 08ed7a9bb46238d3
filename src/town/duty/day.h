#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/base/time.h"

namespace duty {

// Local days are texts: YYYY-MM-DD. `offset_min`: minutes the local clock is ahead of UTC.
bool is_day(std::string_view text);
std::string day_of(base::instant at, std::int64_t offset_min);
// The moment a local day begins; nothing when the text is no day.
std::optional<base::instant> start_of_day(std::string_view day, std::int64_t offset_min);
// Monday 1 … Sunday 7 of the local day of this moment.
int weekday_of(base::instant at, std::int64_t offset_min);

// A local time of day "HH:MM" (24:00 is the day's end) as minutes; nothing when it is none.
std::optional<int> minutes_of(std::string_view clock);

// Adds a fault unless the text is empty or a day.
void check_day(std::vector<base::wrong_field>& wrong, std::string_view pointer, const std::optional<std::string>& day);

}  // namespace duty
