#include "engines/track/ring_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "foundation/geo/distance.h"
#include "foundation/geo/geojson.h"

namespace track {
namespace {

// The radius of a polygon of so many sides that has the circle's area: ½ n r² sin(2π/n) = π R².
double same_area_radius(double radius, double sides) {
  return radius * std::sqrt(2 * std::numbers::pi / (sides * std::sin(2 * std::numbers::pi / sides)));
}

// From a to b, `arcs` pieces to each round end.
geo::polygon strip(const base::position& a, const base::position& b, double radius_m, int arcs) {
  const geo::local_plane plane(a);
  const auto end = plane.to_metres(b);
  const double along = std::atan2(end.y, end.x);
  const double radius = same_area_radius(radius_m, 2.0 * arcs);
  geo::polygon out;
  const auto add = [&](const geo::metres& centre, double from) {
    for (int i = 0; i <= arcs; ++i) {
      const double angle = from + std::numbers::pi * i / arcs;
      // The straight sides keep the width asked for.
      const double r = i == 0 || i == arcs ? radius_m : radius;
      out.exterior.push_back(plane.to_position({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)}));
    }
  };
  add(end, along - std::numbers::pi / 2);
  add({0, 0}, along + std::numbers::pi / 2);
  out.exterior.push_back(out.exterior.front());
  return out;
}

std::size_t count_vertices(const geo::multi_polygon& area) {
  std::size_t count = 0;
  for (const auto& part : area.polygons) {
    count += part.exterior.size();
    for (const auto& hole : part.holes) count += hole.size();
  }
  return count;
}

}  // namespace

geo::multi_polygon circle(const base::position& centre, double radius_m) {
  constexpr int sides = 48;
  const geo::local_plane plane(centre);
  const double radius = same_area_radius(radius_m, sides);
  geo::polygon out;
  for (int i = 0; i < sides; ++i) {
    const double angle = 2 * std::numbers::pi * i / sides;
    out.exterior.push_back(plane.to_position({radius * std::cos(angle), radius * std::sin(angle)}));
  }
  out.exterior.push_back(out.exterior.front());
  return {{std::move(out)}};
}

geo::multi_polygon corridor(std::span<const base::position> line, double width_m) {
  geo::multi_polygon out;
  if (line.size() < 2) return out;
  const int stretches = static_cast<int>(line.size()) - 1;
  // A strip has 2 (arcs + 1) + 1 vertices.
  const int arcs = std::clamp((static_cast<int>(most_vertices) / stretches - 3) / 2, 3, 12);
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] != line[i - 1]) out.polygons.push_back(strip(line[i - 1], line[i], width_m / 2, arcs));
  }
  if (out.polygons.empty()) return circle(line.front(), width_m / 2);
  return out;
}

geo::multi_polygon zone_of(const record::json_text& polygon) {
  auto read = geo::read_geojson(polygon.text);
  const auto refuse = [](const char* code, const std::string& detail) { throw base::bad_input({{"/polygon", code, detail}}); };
  if (!read.faults.empty()) {
    auto problem = geo::geojson_problem(read);
    for (auto& field : problem.fields) field.pointer = "/polygon" + field.pointer;
    throw problem;
  }
  if (read.features.size() != 1) refuse("wrong_type", "must be one GeoJSON Polygon or MultiPolygon");
  auto area = geo::area_of(read.features.front().place);
  if (area.polygons.empty()) refuse("wrong_type", "must be a Polygon or MultiPolygon");
  if (count_vertices(area) > most_vertices) refuse("too_long", "has more than " + std::to_string(most_vertices) + " vertices; draw it simpler");
  return area;
}

geo::multi_polygon shape_of(const ring& one, const area::area_tree& areas, const std::optional<base::position>& place) {
  switch (one.kind) {
    case ring_kind::grid: {
      const auto* found = one.area_id ? areas.find(*one.area_id) : nullptr;
      return found == nullptr ? geo::multi_polygon() : found->boundary;
    }
    case ring_kind::zone: return one.polygon ? zone_of(*one.polygon) : geo::multi_polygon();
    case ring_kind::place: return place ? circle(*place, one.radius_m.value_or(default_radius_m)) : geo::multi_polygon();
    case ring_kind::corridor: return corridor(one.line, one.width_m.value_or(default_width_m));
  }
  return {};
}

record::json_text shape_json(const geo::multi_polygon& shape) {
  if (shape.polygons.empty()) return {};
  record::json_text out{.text = ""};
  geo::append_geometry(out.text, geo::to_geometry(shape));
  return out;
}

}  // namespace track
