#include "foundation/geo/geojson_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "foundation/base/text.h"
#include "foundation/geo/crossing.h"
#include "foundation/geo/point.h"

namespace geo {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, shape>, 7> shapes{{{"Point", shape::point},
                                                                    {"MultiPoint", shape::multi_point},
                                                                    {"LineString", shape::line_string},
                                                                    {"MultiLineString", shape::multi_line_string},
                                                                    {"Polygon", shape::polygon},
                                                                    {"MultiPolygon", shape::multi_polygon},
                                                                    {"GeometryCollection", shape::collection}}};

std::string in_words(const base::position& p) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.7g, %.7g", p.lon, p.lat);
  return text.data();
}

// What the writer most likely meant by an unknown type; empty when nothing is near.
std::string_view nearest_shape(std::string_view name) {
  const auto distance = [&](std::string_view known) { return base::edit_distance(base::lower_ascii(known), base::lower_ascii(name)); };
  if (name.size() > 30) return {};
  const auto best =
      std::min_element(shapes.begin(), shapes.end(), [&](const auto& a, const auto& b) { return distance(a.first) < distance(b.first); });
  return distance(best->first) <= 3 ? best->first : std::string_view();
}

bool inside_or_touching(const ring& exterior, const ring& hole) {
  const polygon around{exterior, {}};
  for (std::size_t i = 1; i < hole.size(); ++i) {
    const base::position middle{(hole[i - 1].lon + hole[i].lon) / 2, (hole[i - 1].lat + hole[i].lat) / 2};
    if (contains(around, hole[i]) || contains(around, middle)) return true;
  }
  return false;
}

}  // namespace

bool geometry_reader::refuse(std::string pointer, std::string code, std::string detail, std::string remedy) {
  fault = {.pointer = std::move(pointer), .code = std::move(code), .detail = std::move(detail), .remedy = std::move(remedy)};
  return false;
}

bool geometry_reader::refuse_at(const base::position& at, std::string pointer, std::string code, std::string detail, std::string remedy) {
  refuse(std::move(pointer), std::move(code), std::move(detail), std::move(remedy));
  fault.at = at;
  return false;
}

bool geometry_reader::is_array(const json::value& value, const std::string& pointer, std::string_view what) {
  if (value.is_array()) return true;
  return refuse(pointer, "wrong_type", std::string(what) + " must be an array.", "Write it as RFC 7946 section 3.1 shows.");
}

template <class Item, class Read>
bool geometry_reader::read_list(const json::value& value, const std::string& pointer, std::vector<Item>& out, Read read_one) {
  if (!is_array(value, pointer, "This")) return false;
  const auto& list = value.get_array();
  out.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!(this->*read_one)(list[i], pointer + "/" + std::to_string(i), out.emplace_back())) return false;
  }
  return true;
}

bool geometry_reader::read(const json::value& value, const std::string& pointer, geometry& out) {
  if (value.is_null()) return true;
  const auto* object = value.if_object();
  if (object == nullptr) return refuse(pointer, "wrong_type", "A geometry must be an object or null.", "Write {\"type\":…,\"coordinates\":…}.");
  if (!check_object(*object, pointer, "geometry properties features", fault)) return false;
  const auto* type = object->if_contains("type");
  if (type == nullptr || !type->is_string())
    return refuse(pointer + "/type", "missing", "A geometry needs a type.", "Name it, for example \"Polygon\".");
  const std::string_view name(type->get_string().data(), type->get_string().size());
  const auto known = std::find_if(shapes.begin(), shapes.end(), [&](const auto& s) { return s.first == name; });
  if (known == shapes.end()) {
    const auto near = nearest_shape(name);
    return refuse(pointer + "/type", "unknown_type", "There is no geometry of this type.",
                  near.empty() ? "Use one of the seven types of RFC 7946." : "Did you mean \"" + std::string(near) + "\"?");
  }
  out.kind = known->second;
  if (out.kind == shape::collection) return read_collection(*object, pointer, out);
  const auto* coordinates = object->if_contains("coordinates");
  if (coordinates == nullptr)
    return refuse(pointer + "/coordinates", "missing", "The geometry has no coordinates.", "Add them, or write null for no geometry.");
  return read_kind(*coordinates, pointer + "/coordinates", out);
}

bool geometry_reader::read_collection(const json::object& object, const std::string& pointer, geometry& out) {
  const auto* members = object.if_contains("geometries");
  if (members == nullptr)
    return refuse(pointer + "/geometries", "missing", "The collection has no geometries.", "Add them, an empty array at least.");
  if (depth_ >= 8) return refuse(pointer, "too_deep", "Collections lie in collections too deep.", "Flatten them.");
  ++depth_;
  const bool good = read_list(*members, pointer + "/geometries", out.members, &geometry_reader::read);
  --depth_;
  return good;
}

bool geometry_reader::read_kind(const json::value& coordinates, const std::string& pointer, geometry& out) {
  switch (out.kind) {
    case shape::point: return read_position(coordinates, pointer, out.points.emplace_back());
    case shape::multi_point: return read_positions(coordinates, pointer, out.points);
    case shape::line_string: return read_line(coordinates, pointer, out.lines.emplace_back());
    case shape::multi_line_string: return read_list(coordinates, pointer, out.lines, &geometry_reader::read_line);
    case shape::polygon: return read_polygon(coordinates, pointer, out.polygons.emplace_back());
    case shape::multi_polygon: return read_list(coordinates, pointer, out.polygons, &geometry_reader::read_polygon);
    default: return true;
  }
}

bool geometry_reader::read_position(const json::value& value, const std::string& pointer, base::position& out) {
  if (!is_array(value, pointer, "A position")) return false;
  const auto& numbers = value.get_array();
  if (numbers.size() != 2 && numbers.size() != 3) {
    return refuse(pointer, "wrong_type", "A position has two numbers, longitude and latitude, and at most a height.", "Write [lon, lat].");
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!numbers[i].is_number())
      return refuse(pointer + "/" + std::to_string(i), "wrong_type", "A coordinate must be a number.", "Write it without quotes.");
  }
  if (++positions_ > options_.max_positions)
    return refuse(pointer, "too_many", "There are too many positions.", "Simplify the lines, or split the file.");
  if (numbers.size() == 3) ++result_.dropped_heights;
  out = {numbers[0].to_number<double>(), numbers[1].to_number<double>()};
  return check_position(out, pointer);
}

bool geometry_reader::check_position(const base::position& p, const std::string& pointer) {
  if (!std::isfinite(p.lon) || !std::isfinite(p.lat))
    return refuse(pointer, "not_finite", "The number is too large to be a coordinate.", "Write degrees.");
  const std::string is = "The position is " + in_words(p);
  if (!is_valid(p)) {
    if (std::abs(p.lat) <= 180 && std::abs(p.lon) <= 90) {
      return refuse_at({p.lat, p.lon}, pointer, "swapped", is + ": no latitude, but it would fit with the two exchanged.",
                       "Write longitude first: [lon, lat].");
    }
    if (std::abs(p.lon) > 1'000 || std::abs(p.lat) > 1'000) {
      return refuse(pointer, "projected", is + ": these look like metres of a map projection.", "Convert the file to WGS-84 degrees (EPSG:4326).");
    }
    return refuse(pointer, "out_of_range", is + ": longitudes go from -180 to 180, latitudes from -90 to 90.",
                  "Correct it; cut shapes at the 180th meridian.");
  }
  if (p.lon == 0 && p.lat == 0 && !options_.allow_zero_zero) {
    return refuse(pointer, "zero_zero", "The position is 0, 0, in the sea off Africa: most likely it is missing.",
                  "Give the true position, or leave the feature out.");
  }
  if (!options_.expected || options_.expected->contains(p)) return true;
  if (options_.expected->contains({p.lat, p.lon})) {
    return refuse_at({p.lat, p.lon}, pointer, "swapped", is + ", outside the place; exchanged it would lie inside.",
                     "Write longitude first: [lon, lat].");
  }
  return refuse_at(p, pointer, "outside", is + ", outside the place.", "Check the file's datum and place, or widen the place's bounds.");
}

bool geometry_reader::read_positions(const json::value& value, const std::string& pointer, std::vector<base::position>& out) {
  return read_list(value, pointer, out, &geometry_reader::read_position);
}

bool geometry_reader::read_line(const json::value& value, const std::string& pointer, std::vector<base::position>& out) {
  if (!read_positions(value, pointer, out)) return false;
  if (out.size() < 2) return refuse(pointer, "too_few_positions", "A line needs at least two positions.", "Add the missing ones, or use a Point.");
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (std::abs(out[i].lon - out[i - 1].lon) > 180) {
      return refuse_at(out[i], pointer + "/" + std::to_string(i), "antimeridian", "The line leaps over the 180th meridian.",
                       "Cut it there in two (RFC 7946 section 3.1.9).");
    }
  }
  return true;
}

bool geometry_reader::read_ring(const json::value& value, const std::string& pointer, ring& out) {
  if (!read_positions(value, pointer, out)) return false;
  const bool closed = out.size() >= 2 && to_point(out.front()) == to_point(out.back());
  if (out.size() >= 3 && !closed) {
    if (!options_.close_open_rings) {
      return refuse_at(out.back(), pointer, "open_ring", "The ring ends elsewhere than it begins.",
                       "Repeat its first position at its end, or read it with close_open_rings.");
    }
    out.push_back(out.front());
    ++result_.closed_rings;
  }
  if (out.size() < 4)
    return refuse(pointer, "too_few_positions", "A ring needs at least four positions, the last equal to the first.", "Add the missing ones.");
  out.back() = out.front();  // equal to the centimetre: made equal altogether
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (std::abs(out[i].lon - out[i - 1].lon) > 180) {
      return refuse_at(out[i], pointer + "/" + std::to_string(i), "antimeridian", "The ring leaps over the 180th meridian.",
                       "Cut the area there in two (RFC 7946 section 3.1.9).");
    }
  }
  return true;
}

bool geometry_reader::read_polygon(const json::value& value, const std::string& pointer, polygon& out) {
  std::vector<ring> rings;
  if (!read_list(value, pointer, rings, &geometry_reader::read_ring)) return false;
  if (rings.empty()) return refuse(pointer, "too_few_positions", "The polygon has no ring.", "Add its outline, or write null for no geometry.");
  out.exterior = std::move(rings.front());
  out.holes.assign(std::make_move_iterator(rings.begin() + 1), std::make_move_iterator(rings.end()));
  return check_polygon(out, pointer);
}

bool geometry_reader::check_polygon(polygon& area, const std::string& pointer) {
  if (const auto found = find_crossing(area)) {
    if (found->gave_up) return refuse(pointer, "crossing", "The outline is too entangled to be checked.", "Simplify it.");
    return refuse_at(found->at, pointer, "crossing",
                     (found->same_ring ? "A ring crosses itself at " : "Two rings cross each other at ") + in_words(found->at) + ".",
                     "Redraw the outline there; most map programs have a repair for it.");
  }
  const auto has_no_area = [](const ring& line) { return doubled_area(line) == 0; };
  if (has_no_area(area.exterior))
    return refuse_at(area.exterior.front(), pointer + "/0", "no_area", "The ring encloses nothing.", "Redraw it, or leave it out.");
  for (std::size_t i = 0; i < area.holes.size(); ++i) {
    const std::string at = pointer + "/" + std::to_string(i + 1);
    if (has_no_area(area.holes[i])) return refuse_at(area.holes[i].front(), at, "no_area", "The hole encloses nothing.", "Leave it out.");
    if (!inside_or_touching(area.exterior, area.holes[i])) {
      return refuse_at(area.holes[i].front(), at, "hole_outside", "The hole lies outside the outline.", "A part of its own needs a MultiPolygon.");
    }
  }
  result_.rewound_rings += static_cast<std::size_t>(rewind(area));
  return true;
}

}  // namespace geo
