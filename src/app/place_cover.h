#pragma once
#include <memory>
#include <string>

#include "app/place.h"
#include "foundation/base/config.h"
#include "jobs/dispatch/cover_build.h"
#include "jobs/dispatch/recommendation_inputs.h"
#include "town/area/area_tree.h"

namespace app {

// The grid of demand a place's cover is measured on.
dispatch::cover_request cover_request_of(const place& where, const base::config& config);

// The built grid with the place's past calls as demand; nothing when it was not built for this graph: import again.
std::shared_ptr<const dispatch::cover_data> load_place_cover(const place& where, const base::config& config, const road::graph& roads,
                                                             const std::string& path, const area::area_tree& areas);

}  // namespace app
