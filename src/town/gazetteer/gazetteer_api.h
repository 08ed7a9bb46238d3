#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "town/gazetteer/gazetteer.h"

namespace gazetteer {

struct road_near {
  std::string name;  // "" when the map has none
  double distance_m = 0;
};

struct area_named {
  std::string id;
  std::string name;
};

// What the operations ask besides the names; any of it may find nothing.
struct surroundings {
  std::function<std::optional<road_near>(base::position)> road;
  std::function<std::optional<area_named>(base::position)> area;                                     // the deepest area there
  std::function<std::vector<std::pair<area_named, base::position>>(std::string_view)> areas_called;  // by name or code
};

// GET /api/geocode and /api/reverse-geocode.
std::vector<operation::definition> operations(std::shared_ptr<const gazetteer> names, surroundings around);

}  // namespace gazetteer
