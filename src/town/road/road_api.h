#pragma once
#include <memory>
#include <vector>

#include "foundation/operation/operation.h"
#include "town/road/live_closures.h"

namespace road {

// GET /api/route and /api/reach. Permission: place.read. `shut` outlives it.
std::vector<operation::definition> road_operations(std::shared_ptr<const graph> roads, live_closures& shut);

}  // namespace road
