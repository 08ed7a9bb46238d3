#include "app/renew_cover.h"

#include "app/import_place.h"
#include "app/town.h"
#include "foundation/base/log.h"
#include "jobs/dispatch/cover_build.h"

namespace app {
namespace {

constexpr std::size_t most_incidents = 100'000;

std::vector<base::position> demand_of(town& of) {
  std::vector<base::position> places;
  of.db->read([&](store::connection& db) { places = dispatch::load_incident_places(db, most_incidents); });
  for (const auto& call : read_calls(of.where).calls) places.push_back(call.where);
  return places;
}

}  // namespace

void renew_cover(town& of) {
  if (!of.roads) return;
  const auto began = of.time.steady();
  const auto areas = of.areas.now();
  const auto demand = demand_of(of);
  const auto area_at = [&areas](const base::position& at) {
    const auto* found = areas->find_at(at);
    return found == nullptr ? std::string() : found->id;
  };
  const auto cover =
      dispatch::ready_cover({.roads = *of.roads,
                             .request = {.extent = {.west = of.where.west, .south = of.where.south, .east = of.where.east, .north = of.where.north},
                                         .within_ms = of.cover_within_ms},
                             .file = cover_path(of.data_folder),
                             .incidents = demand,
                             .area_at = area_at});
  of.recommender.set_cover(cover);
  base::log(base::log_level::info, "cover_ready",
            {{"cells", static_cast<std::int64_t>(cover->model.cells.size())},
             {"incidents", static_cast<std::int64_t>(demand.size())},
             {"ms", (of.time.steady().us - began.us) / 1'000}});
}

}  // namespace app
