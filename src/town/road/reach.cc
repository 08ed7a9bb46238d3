#include "town/road/reach.h"

#include <algorithm>
#include <cmath>

#include "town/road/forward_search.h"

namespace road {
namespace {

constexpr std::uint32_t longest_limit_ms = 2 * 3600 * 1000;
constexpr double cell_m = 25;
constexpr double radius_m = 60;  // of ground on both sides that counts as reached

// How far along an arc one gets from `begin` in the time that is left.
std::uint32_t fraction_within(std::uint32_t arc_ms, std::uint32_t begin, std::uint32_t left_ms) {
  const std::uint64_t more = static_cast<std::uint64_t>(left_ms) * whole / std::max<std::uint32_t>(1, arc_ms);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole, begin + more));
}

point_e7 between(point_e7 a, point_e7 b, double t) {
  return {.lon = a.lon + static_cast<std::int32_t>(std::lround(t * (static_cast<double>(b.lon) - a.lon))),
          .lat = a.lat + static_cast<std::int32_t>(std::lround(t * (static_cast<double>(b.lat) - a.lat)))};
}

// Calls f(from, to) for each straight piece of the stretch.
template <typename F>
void for_each_piece(const graph& roads, const reached_stretch& stretch, const F& f) {
  std::vector<point_e7> shape(roads.shape(edge_of(stretch.arc)).begin(), roads.shape(edge_of(stretch.arc)).end());
  if ((stretch.arc & 1U) != 0) std::reverse(shape.begin(), shape.end());
  double total = 0;
  for (std::size_t i = 1; i < shape.size(); ++i) total += distance_m(shape[i - 1], shape[i]);
  const double begin = total * stretch.from / whole, end = total * stretch.to / whole;
  double at = 0;
  for (std::size_t i = 1; i < shape.size(); ++i) {
    const double length = distance_m(shape[i - 1], shape[i]);
    const double from = std::max(begin, at), to = std::min(end, at + length);
    if (from <= to && length > 0) f(between(shape[i - 1], shape[i], (from - at) / length), between(shape[i - 1], shape[i], (to - at) / length));
    at += length;
  }
}

box_e7 box_of(const graph& roads, const std::vector<reached_stretch>& stretches) {
  const auto first = roads.shape(edge_of(stretches.front().arc))[0];
  box_e7 box{.west = first.lon, .south = first.lat, .east = first.lon, .north = first.lat};
  for (const auto& stretch : stretches) {
    for (const auto& p : roads.shape(edge_of(stretch.arc))) {
      box.west = std::min(box.west, p.lon);
      box.east = std::max(box.east, p.lon);
      box.south = std::min(box.south, p.lat);
      box.north = std::max(box.north, p.lat);
    }
  }
  return box;
}

}  // namespace

std::vector<reached_stretch> reached_stretches(const graph& roads, profile who, const closures* shut, const snapped& from, std::uint32_t limit_ms,
                                               search_workspace& workspace) {
  limit_ms = std::min(limit_ms, longest_limit_ms);
  const auto& arc_ms = roads.of(who).arc_ms;
  std::vector<reached_stretch> found;
  forward_search search(roads, who, shut, workspace);
  const auto start = [&](arc_id arc, std::uint32_t begin) { found.push_back({arc, begin, fraction_within(arc_ms[arc], begin, limit_ms)}); };
  search.run(from, start, [&](arc_id arc, std::uint32_t ms) {
    if (ms <= limit_ms) found.push_back({arc, 0, fraction_within(arc_ms[arc], 0, limit_ms - ms)});
    return search.floor_ms() <= limit_ms;
  });
  // An arc may come several times (by its states, or again sooner): from the same beginning the longest stretch counts.
  std::sort(found.begin(), found.end(), [](const reached_stretch& a, const reached_stretch& b) {
    return a.arc != b.arc ? a.arc < b.arc : a.from != b.from ? a.from < b.from : a.to > b.to;
  });
  const auto inside = [](const reached_stretch& a, const reached_stretch& b) { return a.arc == b.arc && b.to <= a.to; };
  found.erase(std::unique(found.begin(), found.end(), inside), found.end());
  return found;
}

std::vector<reach_area> reach(const graph& roads, profile who, const closures* shut, const snapped& from, std::span<const std::uint32_t> limits_ms,
                              search_workspace& workspace) {
  std::vector<reach_area> out;
  for (const auto limit : limits_ms) {
    reach_area area;
    area.limit_ms = limit;
    const auto stretches = reached_stretches(roads, who, shut, from, limit, workspace);
    if (!stretches.empty()) {
      outline_raster raster(box_of(roads, stretches), cell_m, radius_m);
      for (const auto& stretch : stretches) {
        const auto length = roads.edges()[edge_of(stretch.arc)].length_cm;
        area.length_cm += part_of(length, stretch.to) - part_of(length, stretch.from);
        for_each_piece(roads, stretch, [&](point_e7 a, point_e7 b) { raster.draw(a, b); });
      }
      area.polygons = raster.polygons();
    }
    out.push_back(std::move(area));
  }
  return out;
}

}  // namespace road
