#pragma once
#include <vector>

#include "app/openapi.h"

namespace app {

// What file_routes.h binds, for the description of the API: bodies of bytes, which no operation has.
std::vector<other_path> file_paths();

}  // namespace app
