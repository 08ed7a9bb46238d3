#pragma once
#include <span>
#include <string>
#include <string_view>

#include "foundation/operation/operation.h"

namespace app {

// A path bound by itself because its body is no record: its path item as JSON, and the record it answers with.
struct other_path {
  std::string path;
  std::string item;
  const record::table* output = nullptr;
};

// The OpenAPI 3.1 description of the operations, as indented JSON with a line end: the same text for the same
// operations whatever their order. `version` is the API's. std::logic_error when two operations share a name or a
// method and path, or two different records share a schema name.
std::string openapi_json(std::span<const operation::definition> operations, std::string_view version, std::span<const other_path> others = {});

}  // namespace app
