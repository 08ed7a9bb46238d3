#include "jobs/dispatch/cover_build.h"

namespace dispatch {

std::vector<base::position> load_incident_places(store::connection& db, std::size_t most) {
  const auto rows = db.query("SELECT location_lon, location_lat FROM incidents WHERE state <> 'merged' ORDER BY reported_at DESC, id LIMIT $1",
                             {static_cast<std::int64_t>(most)});
  std::vector<base::position> places;
  places.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) places.push_back({.lon = rows.number(i, 0), .lat = rows.number(i, 1)});
  return places;
}

std::shared_ptr<const cover_data> ready_cover(const cover_sources& from) {
  std::optional<cover_model> model;
  if (!from.file.empty()) model = load_cover(from.file, from.roads.id(), from.request);
  if (!model) {
    model = build_cover(from.roads, from.request);
    if (!from.file.empty()) save_cover(from.file, from.roads.id(), from.request, *model);
  }
  return std::make_shared<const cover_data>(with_demand(std::move(*model), from.incidents, from.area_at));
}

}  // namespace dispatch
