#pragma once
#include <memory>

#include "app/replay_operations.h"
#include "town/road/graph.h"

namespace app {

// Routes on the graph by a unit's kind ("car", "motorcycle", "foot"), without closures. Keeps one search's memory: not
// for several threads at once.
find_route route_on(std::shared_ptr<const road::graph> roads);

}  // namespace app
