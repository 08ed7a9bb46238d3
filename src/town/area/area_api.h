#pragma once
#include <vector>

#include "foundation/operation/operation.h"
#include "town/area/live_areas.h"

namespace area {

// GET /api/areas, /api/areas/at, /api/areas/map, POST /api/areas/import, GET and POST /api/places.
// Areas and places are read with place.read, places entered with place.write, areas imported with area.import.
std::vector<operation::definition> area_operations(const live_areas& areas);

}  // namespace area
