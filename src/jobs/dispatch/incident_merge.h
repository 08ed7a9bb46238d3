#pragma once
#include "jobs/dispatch/incident_work.h"

namespace dispatch {

// Merges `from` into `into`: both keep their timelines, units still out for `from` move over or are released, incidents
// merged into `from` before follow. Throws base::problem 409 when either is over, 422 when they are one.
void merge_into(const incident_work& work, incident& from, incident& into, merged_units units);

}  // namespace dispatch
