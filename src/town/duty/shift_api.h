#pragma once
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "town/duty/live_units.h"
#include "town/duty/shift.h"

namespace duty {

// What the operations on shifts use; must outlive them.
struct shift_services {
  const live_units& live;
  const base::clock& time;
  std::int64_t utc_offset_min = 480;  // of the town
};

// GET and POST /api/shifts, GET, PATCH and DELETE /api/shifts/{id}, POST /api/shifts/{id}/begin, /end and /attend.
// Permissions: duty.read, duty.write; attend: shift.own, by the account of a member.
std::vector<operation::definition> shift_operations(shift_services use);

// Plans a shift: checked, journaled, told. Throws 422, or 403 where the caller may not write.
shift plan_shift(store::transaction& t, const operation::caller& who, const shift_draft& draft, const live_units& live);

}  // namespace duty
