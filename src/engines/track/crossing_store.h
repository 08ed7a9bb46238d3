#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/ring.h"
#include "engines/track/ring_watch.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"

namespace track {

struct unit_crossing {
  std::string unit_id;
  crossing what;
};

// Adds them, many a statement, and tells listeners of those of announced rings (topic crossing, permission ring.read, where the ring
// lies; payload {unit_id, ring_id, at, kind}). In the transaction that keeps the fixes they come from.
void put_crossings(store::transaction& work, std::span<const unit_crossing> all, const ring_set& rings);

// After late fixes: what is known of the unit from `from` until before `to` is replaced by `fresh` (crossings_of the trail of
// that time, which begins and ends with a shift). What was known before stays in the table, marked. Tells nobody.
void replace_crossings(store::transaction& work, const std::string& unit_id, base::instant from, base::instant to, std::span<const crossing> fresh);

// The visits that no crossing has ended yet, by unit, looking back to `since`: with each unit's newest fix what `restored`
// goes on from. A visit whose last crossing is `lost` has ended.
std::map<std::string, std::vector<stay>> open_stays(store::connection& db, base::instant since);

// Crossings before then, at most `limit` of them; the number deleted (retention, with the trails).
std::int64_t delete_crossings_before(store::connection& db, base::instant before, std::int64_t limit);

struct visit_question {
  std::string permission = {};  // that the caller must hold where a unit belongs; "": judged already
  std::string unit_id = {};     // "": of all units
  std::string ring_id = {};     // "": of all rings and areas
  base::instant from = {};
  base::instant to = {};
  std::int64_t dwell_min_s = 0;
  // Until when a unit is known to be where it was last seen: its newest fix. Unset or nothing: until its last crossing.
  std::function<std::optional<base::instant>(const std::string& unit_id)> heard_until = {};
};
// Visits that overlap [from, to), by unit and time of entering. Throws 422 too_many_visits above 50,000 crossings.
std::vector<visit> list_visits(store::connection& db, const operation::caller& who, const visit_question& what);

}  // namespace track
