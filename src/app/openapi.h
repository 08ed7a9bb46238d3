#pragma once
#include <span>
#include <string>
#include <string_view>

#include "foundation/operation/operation.h"

namespace app {

// The OpenAPI 3.1 description of the operations, as indented JSON with a line end: the same text for the same
// operations whatever their order. `version` is the API's. std::logic_error when two operations share a name or a
// method and path, or two different records share a schema name.
std::string openapi_json(std::span<const operation::definition> operations, std::string_view version);

}  // namespace app
