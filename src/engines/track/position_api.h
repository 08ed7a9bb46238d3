#pragma once
#include <vector>

#include "engines/track/intake.h"
#include "foundation/operation/operation.h"

namespace track {

struct position_services {
  intake& take;
};

// POST /api/unit-positions. Permission: unit.position.write, for each unit in its area.
std::vector<operation::definition> position_operations(position_services services);

}  // namespace track
