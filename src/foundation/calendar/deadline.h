#pragma once
#include <vector>

#include "foundation/base/time.h"
#include "foundation/calendar/limit.h"
#include "foundation/calendar/working_days.h"

namespace calendar {

// The clock stands still at t when from <= t < to. Pauses may overlap and come in any order; one that still lasts may end at
// the largest instant there is: then the deadline lies after the year 9999.
struct pause {
  base::instant from;
  base::instant to;
};

// Done at t is in time when t < at.
struct deadline {
  base::instant at;          // the first moment that is too late
  bool provisional = false;  // whether a day was worked had to be assumed: its year is not published
  bool operator==(const deadline&) const = default;
};

// What deadlines of a town are counted with.
struct local_days {
  const working_days& known;
  std::int64_t utc_offset_min = 480;
};

// The end of a limit that begins at `start`, by 中华人民共和国民法典:
//   hours         so many hours of running clock, to the microsecond (第二百零一条 第二款)
//   days          the day of the start does not count (第二百零一条 第一款); the end, 24:00, of the n-th day after it (第二百零三条 第二款)
//   working_days  the end of the n-th working day after the start's day
//   months years  the end of the day of the same number, or of the month's last (第二百零二条)
// A last day of a limit that rolls moves to the next working day (第二百零三条 第一款).
//
// Pauses (the law that grants them says from when to when; how they are counted is ours):
//   hours         the time paused is added; a pause that begins when the clock has run out changes nothing
//   others        a day that begins in a pause does not count; months and years get as many days more. A deadline never falls into
//                 a pause: when the clock stands still at the end of the last day, the next day at whose end it runs is the last
//                 (of working days and of limits that roll: the next such working day).
// 0 is "at once": of hours the start itself, whatever is paused; of the others the end of the start's day.
// std::logic_error: an amount that is no limit's, or a start after the year 9999.
deadline deadline_of(base::instant start, const limit& within, const std::vector<pause>& pauses, const local_days& in);

// The end of the time to do something at least so long before an event:
//   hours         so many hours before it, to the microsecond
//   others        the last day is the n-th day (working day; the day n months back) before the event's day; the deadline is its end.
//                 0: the end of the event's day.
// A last day of a limit that rolls moves to the working day before, so that nobody has less than the limit (no article says).
deadline deadline_before(base::instant event, const limit& within, const local_days& in);

}  // namespace calendar
