#include <array>
#include <charconv>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/geo/geojson.h"
#include "foundation/geo/point.h"

namespace geo {
namespace {

// A coordinate from its integer form: exact, and never an exponent.
void append_degrees(std::string& out, std::int32_t units) {
  std::uint32_t rest = units < 0 ? 0U - static_cast<std::uint32_t>(units) : static_cast<std::uint32_t>(units);
  if (units < 0) out += '-';
  out += std::to_string(rest / 10'000'000U);
  rest %= 10'000'000U;
  if (rest == 0) return;
  out += '.';
  for (std::uint32_t unit = 1'000'000U; rest > 0; unit /= 10U) {
    out += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
}

template <class List, class Append>
void append_list(std::string& out, const List& list, Append append) {
  out += '[';
  bool first = true;
  for (const auto& one : list) {
    if (!first) out += ',';
    first = false;
    append(out, one);
  }
  out += ']';
}

void append_positions(std::string& out, const std::vector<base::position>& positions) { append_list(out, positions, append_position); }

void append_polygon(std::string& out, const polygon& area) {
  polygon turned = area;
  rewind(turned);
  out += '[';
  append_positions(out, turned.exterior);
  for (const ring& hole : turned.holes) {
    out += ',';
    append_positions(out, hole);
  }
  out += ']';
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

void append_property(std::string& out, const property_value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) {
    out += *truth ? "true" : "false";
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    out += std::to_string(*whole);
  } else if (const auto* number = std::get_if<double>(&value)) {
    append_number(out, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    base::append_json_string(out, *text);
  } else if (const auto* nested = std::get_if<nested_json>(&value)) {
    out += nested->text;
  } else {
    out += "null";
  }
}

}  // namespace

geometry to_geometry(const base::position& p) { return {.kind = shape::point, .points = {p}, .lines = {}, .polygons = {}, .members = {}}; }

geometry to_geometry(polygon area) {
  geometry out{.kind = shape::polygon, .points = {}, .lines = {}, .polygons = {}, .members = {}};
  out.polygons.push_back(std::move(area));
  return out;
}

geometry to_geometry(multi_polygon area) {
  if (area.polygons.size() == 1) return to_geometry(std::move(area.polygons.front()));
  return {.kind = shape::multi_polygon, .points = {}, .lines = {}, .polygons = std::move(area.polygons), .members = {}};
}

multi_polygon area_of(const geometry& g) {
  if (g.kind != shape::polygon && g.kind != shape::multi_polygon) return {};
  return {g.polygons};
}

const property_value* find_property(const feature& f, std::string_view name) {
  for (const auto& [key, value] : f.properties) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<std::string> text_of(const property_value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  // Some programs write every number as a fraction: 510.0.
  if (const auto* number = std::get_if<double>(&value); number != nullptr && std::abs(*number) < 1e15 && std::floor(*number) == *number) {
    return std::to_string(static_cast<std::int64_t>(*number));
  }
  return std::nullopt;
}

base::problem geojson_problem(const geojson_result& result) {
  std::vector<base::wrong_field> fields;
  for (const auto& fault : result.faults)
    fields.push_back({.pointer = fault.pointer, .code = fault.code, .detail = fault.detail + " " + fault.remedy});
  auto problem = base::bad_input(std::move(fields));
  problem.title = "The GeoJSON has faults.";
  if (!result.faults.empty()) {
    problem.detail = result.faults.front().pointer + ": " + result.faults.front().detail;
    problem.remedy = result.faults.front().remedy;
  }
  if (result.more_faults > 0) problem.members.emplace_back("more_faults", std::to_string(result.more_faults));
  return problem;
}

void append_position(std::string& out, const base::position& p) {
  if (!is_valid(p)) throw base::problem(500, "bad_position", "A position outside the globe was to be written.");
  const point exact = to_point(p);
  out += '[';
  append_degrees(out, exact.x);
  out += ',';
  append_degrees(out, exact.y);
  out += ']';
}

void append_geometry(std::string& out, const geometry& g) {
  const auto open = [&](std::string_view type) { out.append("{\"type\":\"").append(type).append("\",\"coordinates\":"); };
  switch (g.kind) {
    case shape::none: out += "null"; return;
    case shape::point:
      open("Point");
      append_position(out, g.points.at(0));
      break;
    case shape::multi_point:
      open("MultiPoint");
      append_positions(out, g.points);
      break;
    case shape::line_string:
      open("LineString");
      append_positions(out, g.lines.at(0));
      break;
    case shape::multi_line_string:
      open("MultiLineString");
      append_list(out, g.lines, append_positions);
      break;
    case shape::polygon:
      open("Polygon");
      append_polygon(out, g.polygons.at(0));
      break;
    case shape::multi_polygon:
      open("MultiPolygon");
      append_list(out, g.polygons, append_polygon);
      break;
    case shape::collection:
      out += "{\"type\":\"GeometryCollection\",\"geometries\":";
      append_list(out, g.members, append_geometry);
      break;
  }
  out += '}';
}

void append_feature(std::string& out, const feature& f) {
  out += "{\"type\":\"Feature\",";
  if (!f.id.empty()) {
    out += "\"id\":";
    base::append_json_string(out, f.id);
    out += ',';
  }
  out += "\"geometry\":";
  append_geometry(out, f.place);
  out += ",\"properties\":{";
  bool first = true;
  for (const auto& [name, value] : f.properties) {
    if (!first) out += ',';
    first = false;
    base::append_json_string(out, name);
    out += ':';
    append_property(out, value);
  }
  out += "}}";
}

std::string write_geojson(std::span<const feature> features) {
  std::string out = "{\"type\":\"FeatureCollection\",\"features\":";
  append_list(out, features, append_feature);
  out += '}';
  return out;
}

}  // namespace geo
