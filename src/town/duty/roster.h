#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "town/duty/post.h"
#include "town/duty/shift.h"
#include "town/duty/shift_api.h"

namespace duty {

// A time in which fewer are there than must be: before now by who was there, from now on by who is planned.
struct roster_gap {
  std::optional<std::string> post_id = {};   // below the post's strength at these hours
  std::optional<std::string> shift_id = {};  // or below the shift's own minimum
  std::string name;
  base::instant from;
  base::instant to;
  std::int64_t needed = 0;
  std::int64_t there = 0;
  [[nodiscard]] bool lacks_at(base::instant at) const { return from <= at && at < to; }
};
const record::table& record_of(const roster_gap*);

// A member who is on duty now.
struct roster_presence {
  std::string member_id;
  std::string name;
  std::string shift_id;
  std::string shift_name;
  base::instant since;
};
const record::table& record_of(const roster_presence*);

struct roster {
  std::string date;
  base::instant from;
  base::instant to;
  base::instant now;
  std::vector<shift> shifts = {};
  std::vector<roster_gap> gaps = {};
  std::vector<roster_presence> on_now = {};
  std::int64_t short_now = 0;  // gaps that are open at this moment
};
const record::table& record_of(const roster*);

struct roster_day {
  base::instant from;
  base::instant to;
  base::instant now;
  std::int64_t utc_offset_min = 0;
};

// When each post needs how many within the day: the strengths of the day itself and of the night before it.
struct strength_window {
  base::instant from;
  base::instant to;
  std::int64_t minimum = 0;
};
std::vector<strength_window> windows_of(const post& one, const roster_day& day);

// Posts and hours below their strength, shifts below their own; by post, then time.
std::vector<roster_gap> find_gaps(std::span<const post> posts, std::span<const shift> shifts, const roster_day& day);

// GET /api/roster?date=&area=: the day's shifts, gaps and who is on now. Permission duty.read.
std::vector<operation::definition> roster_operations(shift_services use);

}  // namespace duty
