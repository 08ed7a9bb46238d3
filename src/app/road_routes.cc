#include "app/road_routes.h"

#include "town/road/snap.h"
#include "town/road/travel.h"

namespace app {
namespace {

constexpr double snap_within_m = 500;

road::profile profile_of(const std::string& kind) {
  return kind == "foot" ? road::profile::foot : kind == "motorcycle" ? road::profile::motorcycle : road::profile::car;
}

}  // namespace

find_route route_on(std::shared_ptr<const road::graph> roads) {
  const auto workspace = std::make_shared<road::search_workspace>();
  return [roads, workspace](base::position from, base::position to, const std::string& kind) -> std::optional<replay_route> {
    const auto who = profile_of(kind);
    const auto start = road::snap(*roads, {.who = who, .role = road::snap_role::unit, .at = from, .max_m = snap_within_m});
    const auto end = road::snap(*roads, {.who = who, .role = road::snap_role::incident, .at = to, .max_m = snap_within_m});
    if (!start || !end) return std::nullopt;
    auto path = road::find_path(*roads, who, nullptr, *start, *end, *workspace);
    if (!path || path->geometry.empty()) return std::nullopt;
    replay_route out;
    out.line = std::move(path->geometry);
    out.duration_s = static_cast<double>(path->duration_ms) / 1'000;
    out.distance_m = static_cast<double>(path->distance_cm) / 100;
    return out;
  };
}

}  // namespace app
