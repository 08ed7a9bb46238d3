#pragma once
#include <string>

#include "app/place.h"
#include "foundation/store/store.h"

namespace app {

// Writes a place's areas, stations, cameras and units into its database; says how many. Repeating it changes nothing
// that has not changed.
std::string import_rows(const place& where, const store::options& database);

}  // namespace app
