#pragma once
#include <string>

#include "engines/matter/matter_work.h"

// Matters that open by themselves: every month, every year, once for each area.
namespace matter {

// The name of the period a day lies in ("2026-03", "2026-Q1", "2026-H1", "2026", "2026-03-2" for the second ten days), its first day, and
// the day of it on which matters of this recurrence open.
struct period_of_day {
  std::string name;
  calendar::day begins;
  calendar::day opens;
};
period_of_day period_of(calendar::day day, const recurrence& every);

// Opens what is due in the present period and is not open yet: once for each kind, area and period, whoever asks. The period before too,
// when its day went by while no server ran. What was not asked for yet then, or of areas that were not there, is no one's omission: such a
// period is not opened, and the present one counts from when they came. Returns how many.
std::int64_t open_due_recurrences(const services& on, store::database& db, base::instant now);

}  // namespace matter
