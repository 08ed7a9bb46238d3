#include "app/place_cover.h"

#include "foundation/base/log.h"

namespace app {

dispatch::cover_request cover_request_of(const place& where, const base::config& config) {
  return {.extent = {.west = where.west, .south = where.south, .east = where.east, .north = where.north},
          .within_ms = config.integer("dispatch.cover_s") * 1'000};
}

std::shared_ptr<const dispatch::cover_data> load_place_cover(const place& where, const base::config& config, const road::graph& roads,
                                                             const std::string& path, const area::area_tree& areas) {
  auto model = dispatch::load_cover(path, roads.id(), cover_request_of(where, config));
  if (!model) {
    base::log(base::log_level::warning, "no_cover", {{"path", std::string_view(path)}, {"remedy", std::string_view("import the place again")}});
    return nullptr;
  }
  std::vector<base::position> incidents;
  for (const auto& call : read_calls(where).calls) incidents.push_back(call.where);
  const auto area_at = [&areas](const base::position& at) {
    const auto* found = areas.find_at(at);
    return found == nullptr ? std::string() : found->id;
  };
  return std::make_shared<const dispatch::cover_data>(dispatch::with_demand(std::move(*model), incidents, area_at));
}

}  // namespace app
