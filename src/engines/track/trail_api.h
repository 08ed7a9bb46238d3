#pragma once
#include <functional>
#include <vector>

#include "engines/track/trail.h"
#include "foundation/operation/operation.h"

namespace track {

struct trail_services {
  trail_reader reader;
  // Whether the account serves on the unit: its own members see its trail exactly as the desk does.
  std::function<bool(store::connection&, const std::string& account_id, const std::string& unit_id)> is_own = {};
};

// GET /api/units/{id}/trail. Permission unit.trail.read in the unit's area, or being on the unit.
std::vector<operation::definition> trail_operations(trail_services services);

}  // namespace track
