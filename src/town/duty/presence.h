#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "foundation/record/record.h"

namespace duty {

// Somebody out alone says every so often that all is well. When nobody does, the desk hears of it; how far a timer has run
// follows from its row and the clock alone.
struct presence_timer {
  std::string unit_id;
  std::int64_t interval_s = 0;
  base::instant last_at;                         // the last check-in, or the setting of the timer
  base::instant due_at;                          // last_at + interval_s
  std::optional<base::instant> overdue_at = {};  // when it was noticed that none came
  std::optional<std::string> incident_id = {};   // opened because nobody answered
  std::string set_by;                            // account
  std::int64_t version = 1;

  std::string unit_name;
  std::string area_path = "/";
};
const record::table& record_of(const presence_timer*);

// Input of PUT /api/units/{id}/check-in-timer; null ends the timer.
struct timer_setting {
  std::optional<std::int64_t> interval_s = {};
};
const record::table& record_of(const timer_setting*);

// A timer set now.
presence_timer start_timer(std::string unit_id, std::int64_t interval_s, base::instant now);
// After a check-in: what was overdue is not any more. Earlier than the last one it changes nothing.
presence_timer checked_in(presence_timer timer, base::instant now);
// Whether it has just become overdue and nobody has been told.
bool is_news(const presence_timer& timer, base::instant now);
// Whether an incident is to be opened: `after_s` seconds beyond due, once. 0: never.
bool wants_incident(const presence_timer& timer, std::int64_t after_s, base::instant now);

}  // namespace duty
