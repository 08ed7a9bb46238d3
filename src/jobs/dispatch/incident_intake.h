#pragma once
#include "jobs/dispatch/incident_work.h"

namespace dispatch {

struct intake_result {
  incident what = {};
  bool created = false;  // false: the same record of the same source was taken before; `what` is that one
};

// Takes a call: checks it, gives it number and area, seals the caller, writes it down and tells listeners.
// Throws base::problem: 422 with every wrong field; 403 when the place lies outside the requester's area; 409 source_taken
// when the same record was taken in an area the requester may not see.
intake_result take_call(const incident_work& work, const incident_draft& draft, const operation::caller& who,
                        const std::optional<caller_person>& caller);

// Where a position lies and what is wrong with it there.
struct placed {
  bad_place fault = bad_place::none;
  std::optional<std::string> area_id = {};
  std::string area_path = "/";
  std::string area_name = {};
};
// Without any boundary known every position is accepted, in no area. Outside all boundaries the path is the town's own
// when there is one root, so that its people see what was taken outside.
placed place_of(const base::position& at, const area::area_tree& areas);

}  // namespace dispatch
