#include "town/road/travel.h"

#include <algorithm>
#include <cmath>

#include "town/road/forward_search.h"
#include "town/road/reverse_search.h"

namespace road {
namespace {

// The targets on each edge, sorted.
struct target_anchor {
  edge_id edge = 0;
  std::uint32_t fraction = 0;
  std::size_t target = 0;
};

std::vector<target_anchor> anchors_of(const graph& roads, std::span<const snapped> targets) {
  std::vector<target_anchor> anchors;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    for_each_anchor(roads, targets[i], [&](edge_id edge, std::uint32_t fraction) { anchors.push_back({edge, fraction, i}); });
  }
  std::sort(anchors.begin(), anchors.end(), [](const target_anchor& a, const target_anchor& b) { return a.edge < b.edge; });
  return anchors;
}

template <typename F>
void on_edge(const std::vector<target_anchor>& anchors, edge_id edge, const F& f) {
  auto at = std::lower_bound(anchors.begin(), anchors.end(), edge, [](const target_anchor& a, edge_id e) { return a.edge < e; });
  for (; at != anchors.end() && at->edge == edge; ++at) f(*at);
}

// The part of an arc's shape between two fractions, in driving order.
void append_shape(const graph& roads, arc_id arc, std::pair<std::uint32_t, std::uint32_t> part, std::vector<base::position>& out) {
  const auto shape = roads.shape(edge_of(arc));
  std::vector<base::position> points;
  for (const auto p : shape) points.push_back(to_position(p));
  if ((arc & 1U) != 0) std::reverse(points.begin(), points.end());
  std::vector<double> along = {0};
  for (std::size_t i = 1; i < points.size(); ++i) along.push_back(along.back() + distance_m(to_point(points[i - 1]), to_point(points[i])));
  const double begin = along.back() * part.first / whole;
  const double end = along.back() * part.second / whole;
  const auto add = [&](base::position p) {
    if (out.empty() || out.back() != p) out.push_back(p);
  };
  const auto at = [&](double metres) {
    std::size_t i = 1;
    while (i + 1 < points.size() && along[i] < metres) ++i;
    const double length = along[i] - along[i - 1];
    const double t = length == 0 ? 0 : std::clamp((metres - along[i - 1]) / length, 0.0, 1.0);
    return to_position(to_point(
        {.lon = points[i - 1].lon + t * (points[i].lon - points[i - 1].lon), .lat = points[i - 1].lat + t * (points[i].lat - points[i - 1].lat)}));
  };
  add(at(begin));
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    if (along[i] > begin && along[i] < end) add(points[i]);
  }
  add(at(end));
}

bool same_road(const path_step& step, const road_names& names) {
  return step.name == names.name && step.ref == names.ref && step.name_en == names.name_en && step.name_zh == names.name_zh;
}

void append_step(const graph& roads, arc_id arc, std::uint64_t length_cm, road_path& path) {
  const auto names = roads.names(edge_of(arc));
  if (path.steps.empty() || !same_road(path.steps.back(), names)) {
    path.steps.push_back({.name = std::string(names.name),
                          .name_zh = std::string(names.name_zh),
                          .name_en = std::string(names.name_en),
                          .ref = std::string(names.ref)});
  }
  path.steps.back().distance_cm += length_cm;
  path.distance_cm += length_cm;
}

// Fills the path from the search's trace. What a turn costs belongs to the road it leaves.
road_path trace_path(const graph& roads, const profile_view& view, const reverse_search& search, const search_candidate& start) {
  road_path path;
  path.duration_ms = start.time_ms;
  std::uint64_t left_ms = start.time_ms;
  search.trace(start, [&](arc_id arc, std::uint32_t begin, std::uint32_t end, std::uint32_t left_at_end_ms) {
    const auto length = roads.edges()[edge_of(arc)].length_cm;
    const auto left_at_begin_ms = left_at_end_ms + part_of(view.arc_ms[arc], end) - part_of(view.arc_ms[arc], begin);
    if (!path.steps.empty()) path.steps.back().duration_ms += left_ms - left_at_begin_ms;
    append_shape(roads, arc, {begin, end}, path.geometry);
    append_step(roads, arc, part_of(length, end) - part_of(length, begin), path);
    path.steps.back().duration_ms += left_at_begin_ms - left_at_end_ms;
    left_ms = left_at_end_ms;
    path.arcs.push_back(arc);
  });
  return path;
}

}  // namespace

std::vector<std::optional<std::uint32_t>> travel_times(const graph& roads, profile who, const closures* shut, const snapped& from,
                                                       std::span<const snapped> targets, search_workspace& workspace) {
  const auto anchors = anchors_of(roads, targets);
  const auto& arc_ms = roads.of(who).arc_ms;
  std::vector<std::uint32_t> best(targets.size(), nothing);
  forward_search search(roads, who, shut, workspace);
  const auto start = [&](arc_id arc, std::uint32_t begin) {
    on_edge(anchors, edge_of(arc), [&](const target_anchor& t) {
      const auto end = along_arc(arc, t.fraction);
      if (begin <= end) best[t.target] = std::min(best[t.target], part_of(arc_ms[arc], end) - part_of(arc_ms[arc], begin));
    });
  };
  // The search may stop once no target can be reached any sooner than known; looked at from time to time only.
  std::uint32_t worst = nothing;
  std::uint32_t count = 0;
  search.run(from, start, [&](arc_id arc, std::uint32_t ms) {
    on_edge(anchors, edge_of(arc),
            [&](const target_anchor& t) { best[t.target] = std::min(best[t.target], ms + part_of(arc_ms[arc], along_arc(arc, t.fraction))); });
    if ((++count & 255U) == 0) worst = best.empty() ? 0 : *std::max_element(best.begin(), best.end());
    return search.floor_ms() <= worst;
  });
  std::vector<std::optional<std::uint32_t>> out;
  out.reserve(best.size());
  for (const auto ms : best) out.push_back(ms == nothing ? std::nullopt : std::optional(ms));
  return out;
}

std::optional<road_path> find_path(const graph& roads, profile who, const closures* shut, const snapped& from, const snapped& to,
                                   search_workspace& workspace) {
  const std::vector<unit_on_road> one = {{.unit = 0, .place = from}};
  const unit_positions start(roads, one);
  reverse_search search(roads, who, shut, workspace);
  std::optional<search_candidate> best;
  search.run(to, start, {}, [&](const search_candidate& found) {
    best = found;
    return false;
  });
  if (!best) return std::nullopt;
  return trace_path(roads, roads.of(who), search, *best);
}

}  // namespace road
