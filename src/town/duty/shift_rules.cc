#include "town/duty/shift_rules.h"

#include <algorithm>

namespace duty {
namespace {

void check_times(const shift_draft& draft, base::instant now, std::vector<base::wrong_field>& wrong) {
  if (!draft.starts_at) wrong.push_back({"/starts_at", "missing", "a planned shift has a beginning"});
  if (!draft.ends_at) wrong.push_back({"/ends_at", "missing", "a planned shift has an end"});
  if (!draft.starts_at || !draft.ends_at) return;
  if (*draft.ends_at <= *draft.starts_at) {
    wrong.push_back({"/ends_at", "out_of_range", "must be later than starts_at"});
  } else if (*draft.ends_at - *draft.starts_at > longest_shift) {
    wrong.push_back({"/ends_at", "out_of_range", "a shift is at most 48 hours long"});
  }
  if (*draft.ends_at <= now) wrong.push_back({"/ends_at", "out_of_range", "is over already: only what is to come is planned"});
  if (*draft.starts_at > now + longest_ahead) wrong.push_back({"/starts_at", "out_of_range", "is more than 400 days ahead"});
}

}  // namespace

std::vector<base::wrong_field> faults_of(const shift_draft& draft, base::instant now) {
  std::vector<base::wrong_field> wrong;
  if (int{draft.unit_id.has_value()} + int{draft.post_id.has_value()} + int{draft.force_id.has_value()} != 1) {
    wrong.push_back({"/unit_id", "exactly_one", "a shift is of one unit, one post or one force"});
  }
  check_times(draft, now, wrong);
  auto ids = draft.member_ids;
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) wrong.push_back({"/member_ids", "duplicate", "names a member twice"});
  return wrong;
}

bool is_due(const shift& planned, base::instant now) {
  return !planned.began_at && planned.starts_at && planned.ends_at && now >= *planned.starts_at - early_start && now < *planned.ends_at;
}

roster_act act_of_roster(const shift& one, base::instant now) {
  if (!one.automatic || one.ended_at || !one.starts_at || !one.ends_at) return roster_act::nothing;
  if (one.began_at) return now >= *one.ends_at ? roster_act::end : roster_act::nothing;
  // A shift that was missed whole (the server was down) never ran and is not made up afterwards.
  return now >= *one.starts_at && now < *one.ends_at ? roster_act::begin : roster_act::nothing;
}

}  // namespace duty
