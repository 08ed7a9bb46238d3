#pragma once
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/geo/geojson.h"

// Only for geo's own .cc files: Boost.JSON stays inside.
namespace geo {

struct json_tree {
  boost::json::value root;
  std::optional<geojson_fault> fault;  // then the root is null
};

// Parses JSON within the limits; refuses what is not UTF-8 and a member named twice in one object (RFC 8259 leaves open which
// one counts, so two programs may read two different things).
json_tree parse_json(std::string_view text, const geojson_options& options, const boost::json::storage_ptr& storage);

// "/a~1b": a member's name as a step of a JSON pointer (RFC 6901).
std::string pointer_step(std::string_view name);

}  // namespace geo
