#pragma once
#include <functional>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "insight/moment/moment.h"

namespace moment {

// Where units were at a moment, of all units; the viewer gets those of units that are shown. `known_now`: with what
// arrived later, marked late.
using find_positions = std::function<std::vector<position_then>(store::connection& db, base::instant at, bool known_now)>;

struct moment_services {
  const base::clock& time;
  find_positions positions = {};  // none: nobody keeps trails
};

// GET /api/moments, GET /api/moments/range, GET /api/moments/proof. The services' clock outlives the operations.
std::vector<operation::definition> moment_operations(moment_services use);

}  // namespace moment
