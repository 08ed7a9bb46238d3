#pragma once
#include <vector>

#include "foundation/operation/operation.h"
#include "town/area/live_areas.h"

namespace area {

// GET /api/areas, /api/areas/at, /api/areas/map, POST /api/areas/import, GET and POST /api/places.
// Areas are read with area.read and imported with area.write; places are read with place.read and entered with place.write.
std::vector<operation::definition> area_operations(const live_areas& areas);

}  // namespace area
