#include "town/road/closure_rules.h"

#include <algorithm>
#include <cmath>

#include "foundation/geo/distance.h"

namespace road {
namespace {

constexpr double beside_m = 20;         // how far a drawn line may be off the road
constexpr double along_m = 25;          // an edge runs along the line when this much of it does, or half of it
constexpr double step_m = 5;            // how finely an edge is compared
constexpr double most_turn_cos = 0.82;  // directions at most 35 degrees apart

struct stretch {
  geo::metres a, b;
};

geo::metres minus(geo::metres a, geo::metres b) { return {a.x - b.x, a.y - b.y}; }
double dot(geo::metres a, geo::metres b) { return a.x * b.x + a.y * b.y; }
double cross(geo::metres a, geo::metres b) { return a.x * b.y - a.y * b.x; }
double length(geo::metres a) { return std::hypot(a.x, a.y); }

double distance_to(geo::metres p, const stretch& s) {
  const auto along = minus(s.b, s.a);
  const double square = dot(along, along);
  const double t = square == 0 ? 0 : std::clamp(dot(minus(p, s.a), along) / square, 0.0, 1.0);
  return length(minus(p, {s.a.x + along.x * t, s.a.y + along.y * t}));
}

bool same_direction(geo::metres a, geo::metres b) {
  const double both = length(a) * length(b);
  return both > 0 && std::abs(dot(a, b)) >= most_turn_cos * both;
}

bool runs_beside(geo::metres p, geo::metres direction, std::span<const stretch> line) {
  return std::any_of(line.begin(), line.end(),
                     [&](const stretch& s) { return same_direction(direction, minus(s.b, s.a)) && distance_to(p, s) <= beside_m; });
}

bool cross_each_other(const stretch& a, const stretch& b) {
  const auto da = minus(a.b, a.a);
  const auto db = minus(b.b, b.a);
  const double side1 = cross(da, minus(b.a, a.a));
  const double side2 = cross(da, minus(b.b, a.a));
  const double side3 = cross(db, minus(a.a, b.a));
  const double side4 = cross(db, minus(a.b, b.a));
  return ((side1 <= 0 && side2 >= 0) || (side1 >= 0 && side2 <= 0)) && ((side3 <= 0 && side4 >= 0) || (side3 >= 0 && side4 <= 0));
}

std::vector<stretch> stretches_of(const geo::local_plane& plane, std::span<const base::position> line) {
  std::vector<stretch> all;
  for (std::size_t i = 1; i < line.size(); ++i) all.push_back({plane.to_metres(line[i - 1]), plane.to_metres(line[i])});
  return all;
}

std::vector<stretch> stretches_of(const geo::local_plane& plane, std::span<const point_e7> shape) {
  std::vector<stretch> all;
  for (std::size_t i = 1; i < shape.size(); ++i) {
    all.push_back({plane.to_metres(to_position(shape[i - 1])), plane.to_metres(to_position(shape[i]))});
  }
  return all;
}

bool runs_along(std::span<const stretch> edge, std::span<const stretch> line) {
  double whole_length = 0;
  double beside = 0;
  for (const auto& s : edge) {
    const auto along = minus(s.b, s.a);
    const double size = length(along);
    const auto steps = std::max(1.0, std::ceil(size / step_m));
    for (double i = 0; i < steps; ++i) {
      const double t = (i + 0.5) / steps;
      if (runs_beside({s.a.x + along.x * t, s.a.y + along.y * t}, along, line)) beside += size / steps;
    }
    whole_length += size;
  }
  return beside > 0 && beside >= std::min(along_m, whole_length / 2);
}

bool crosses(std::span<const stretch> edge, std::span<const stretch> line) {
  return std::any_of(edge.begin(), edge.end(), [&](const stretch& a) {
    return std::any_of(line.begin(), line.end(), [&](const stretch& b) { return cross_each_other(a, b); });
  });
}

// Every edge that comes near the line, ascending.
std::vector<edge_id> edges_near(const graph& roads, std::span<const base::position> line) {
  std::vector<edge_id> edges;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const base::position middle{.lon = (line[i - 1].lon + line[i].lon) / 2, .lat = (line[i - 1].lat + line[i].lat) / 2};
    for (const auto arc : arcs_near(roads, middle, geo::distance_m(line[i - 1], line[i]) / 2 + beside_m + step_m)) edges.push_back(edge_of(arc));
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

std::vector<base::wrong_field> faults_of(const closure_draft& draft, base::instant now) {
  std::vector<base::wrong_field> wrong;
  const int shapes = (draft.position ? 1 : 0) + (draft.line.empty() ? 0 : 1) + (draft.way_ids.empty() ? 0 : 1);
  if (shapes != 1) wrong.push_back({"/", "one_shape", "say exactly one of: line; position with radius_m; way_ids"});
  if (draft.position.has_value() != draft.radius_m.has_value()) {
    wrong.push_back({draft.position ? "/radius_m" : "/position", "missing", "position and radius_m belong together"});
  }
  if (draft.line.size() == 1) wrong.push_back({"/line", "too_short", "a line has two points at least"});
  for (std::size_t i = 1; i < draft.line.size(); ++i) {
    if (geo::distance_m(draft.line[i - 1], draft.line[i]) > 5'000) {
      wrong.push_back({"/line/" + std::to_string(i), "too_far", "points of a line are at most 5 km apart"});
    }
  }
  if (draft.until && *draft.until <= std::max(now, draft.from.value_or(now))) {
    wrong.push_back({"/until", "in_the_past", "it would be over before it begins"});
  }
  return wrong;
}

std::vector<arc_id> arcs_along(const graph& roads, std::span<const base::position> line) {
  if (line.size() < 2) return {};
  const geo::local_plane plane(line.front());
  const auto drawn = stretches_of(plane, line);
  std::vector<arc_id> along;
  std::vector<arc_id> across;
  for (const auto edge : edges_near(roads, line)) {
    const auto shape = stretches_of(plane, roads.shape(edge));
    auto* into = runs_along(shape, drawn) ? &along : crosses(shape, drawn) ? &across : nullptr;
    if (into == nullptr) continue;
    into->push_back(2 * edge);
    into->push_back(2 * edge + 1);
  }
  return along.empty() ? across : along;
}

std::vector<arc_id> arcs_of(const graph& roads, const closure& one) {
  if (one.position && one.radius_m) return arcs_near(roads, *one.position, *one.radius_m);
  if (!one.way_ids.empty()) return arcs_of_ways(roads, one.way_ids);
  return arcs_along(roads, one.line);
}

bool is_active(const closure& one, base::instant now) { return !one.removed_at && one.from <= now && (!one.until || now < *one.until); }

}  // namespace road
