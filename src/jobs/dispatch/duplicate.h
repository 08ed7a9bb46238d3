#pragma once
#include <span>
#include <vector>

#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/incident_type.h"

namespace dispatch {

// What is compared: a call, not yet an incident.
struct duplicate_query {
  base::position location = {};
  std::string type = {};  // "" when not known yet
  base::instant at = {};
};

// Within these an incident can be the same matter.
inline constexpr double duplicate_distance_m = 300;
inline constexpr base::duration duplicate_age = base::minutes(60);

// An open incident that may be the same matter, and why.
struct duplicate {
  incident what = {};
  std::int64_t distance_m = 0;  // straight line
  std::int64_t age_s = 0;       // reported this long before the call; negative: after it
  bool same_type = false;
  double score = 0;  // 0 … 1
  words reason = {};
};
const record::table& record_of(const duplicate*);

// The candidates that may be the same matter, likeliest first; at most `most`.
// score = kin × (0.6 × nearness + 0.4 × recency), nearness and recency falling linearly from 1 to 0 at the limits, kin 1
// for the same type, 0.8 for a related or unknown one, 0.4 otherwise; below 0.2 nothing is suggested.
std::vector<duplicate> find_duplicates(const duplicate_query& call, std::span<const incident> candidates, const incident_catalogue& types,
                                       std::size_t most = 10);

}  // namespace dispatch
