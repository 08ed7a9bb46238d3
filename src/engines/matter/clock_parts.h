#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/matter_case.h"

// What the files of the clock rules share.
namespace matter {

struct past_pause {
  base::instant from;
  base::instant to;
  std::string reason;
};
std::vector<past_pause> pauses_of(const running_clock& clock);
// Writes the pause that lasts down as over; the clock runs again.
void end_pause(running_clock& clock, base::instant at);

bool is_open(const running_clock& one);  // it runs or stands still
// The one that began last, of those with this code; null when there is none.
running_clock* newest(matter_case& one, std::string_view code);
// Whether the clock stopped in a round before this one.
bool is_of_earlier_round(const matter_case& one, const running_clock& clock);
void stop(running_clock& clock, clock_state as, base::instant now);
void drop(running_clock& clock, base::instant now);
// Nobody did what it stands for: late, it is missed.
void let_go(running_clock& clock, base::instant now);

// A day field's moment: the start of that local day; of a time field, the moment itself.
std::optional<base::instant> moment_of(std::string_view value, int utc_offset_min);

// Counts the deadline by the limit and plans what follows from it.
void count(running_clock& clock, const clock_rule& rule, const calendar::limit& within, const surroundings& in);
// Counts it anew, by the rule as it stands.
void count_again(const matter_case& one, running_clock& clock, const surroundings& in);
// Sets when the clock must be looked at next.
void plan(running_clock& clock, const clock_rule& rule, const surroundings& in);

}  // namespace matter
