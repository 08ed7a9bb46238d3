#pragma once
#include <vector>

#include "foundation/operation/operation.h"
#include "jobs/dispatch/incident_work.h"

namespace dispatch {

// Everything that can be asked of incidents and assignments. `of` outlives the operations.
std::vector<operation::definition> incident_operations(const services& of);

// Its parts.
std::vector<operation::definition> incident_read_operations(const services& of);    // types, lists, timeline, duplicates, caller
std::vector<operation::definition> incident_change_operations(const services& of);  // take, change, note, cancel, close, reopen, merge
std::vector<operation::definition> assignment_operations(const services& of);       // send, report, transfer
std::vector<operation::definition> sos_operations(const services& of);              // silent calls for help of units
std::vector<operation::definition> exchange_110_operations(const services& of);     // the 110 data set

// Destroys the callers that have expired and tells listeners; run it from time to time. Returns how many.
std::size_t destroy_callers(const services& of, store::transaction& work, std::size_t limit = 1'000);

}  // namespace dispatch
