#include "town/road/closures.h"

#include <algorithm>

#include "town/road/place_search.h"

namespace road {
namespace {

void sort_unique(std::vector<arc_id>& arcs) {
  std::sort(arcs.begin(), arcs.end());
  arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
}

}  // namespace

closures::closures(const graph& roads, std::span<const arc_id> closed, std::uint64_t epoch) : epoch_(epoch) {
  if (closed.empty()) return;
  bits_.resize((roads.arc_count() + 63) / 64);
  for (const auto arc : closed) {
    if (arc >= roads.arc_count() || this->closed(arc)) continue;
    bits_[arc >> 6] |= std::uint64_t{1} << (arc & 63);
    ++count_;
  }
}

std::vector<arc_id> arcs_near(const graph& roads, const base::position& centre, double radius_m) {
  const local_metres metres(to_point(centre));
  std::vector<arc_id> arcs;
  const double limit = radius_m * radius_m;
  visit_edges_near(roads, metres, limit, [&](edge_id edge) {
    if (nearest_on_edge(roads, metres, edge).distance_m <= radius_m) {
      arcs.push_back(2 * edge);
      arcs.push_back(2 * edge + 1);
    }
    return limit;
  });
  sort_unique(arcs);
  return arcs;
}

std::vector<arc_id> arcs_of_ways(const graph& roads, std::span<const std::int64_t> way_ids) {
  std::vector<arc_id> arcs;
  for (const auto id : way_ids) {
    for (const auto edge : roads.edges_of_way(id)) {
      arcs.push_back(2 * edge);
      arcs.push_back(2 * edge + 1);
    }
  }
  sort_unique(arcs);
  return arcs;
}

}  // namespace road
