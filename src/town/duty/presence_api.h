#pragma once
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "town/duty/presence.h"

namespace duty {

// GET /api/check-ins, PUT /api/units/{id}/check-in-timer, POST /api/units/{id}/check-in.
std::vector<operation::definition> presence_operations();

// Whether run_presence has something to do.
bool is_presence_due(store::connection& db, std::int64_t incident_after_s, base::instant now);
// What the clock does: tells of timers that have run out (event `presence`, a journal line each). Returns those for which an
// incident is wanted; keep_incident notes what was opened.
std::vector<presence_timer> run_presence(store::transaction& work, std::int64_t incident_after_s);
void keep_incident(store::transaction& work, presence_timer timer, const std::string& incident_id);

}  // namespace duty
