#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/problem.h"
#include "foundation/geo/box.h"
#include "foundation/geo/polygon.h"

// GeoJSON, RFC 7946: strict in what is read (each refusal says where, why and what to do), stricter in what is written.
namespace geo {

enum class shape { none, point, multi_point, line_string, multi_line_string, polygon, multi_polygon, collection };

// One geometry; only the list that belongs to its kind is filled. `none` is GeoJSON's null: a feature without a place.
struct geometry {
  shape kind = shape::none;
  std::vector<base::position> points;              // point (exactly one), multi_point
  std::vector<std::vector<base::position>> lines;  // line_string (exactly one), multi_line_string
  std::vector<polygon> polygons;                   // polygon (exactly one), multi_polygon
  std::vector<geometry> members;                   // collection
  bool operator==(const geometry&) const = default;
};

geometry to_geometry(const base::position& p);
geometry to_geometry(polygon area);
geometry to_geometry(multi_polygon area);  // a polygon when it has just one
// The area of a polygon or multi-polygon; empty for every other kind.
multi_polygon area_of(const geometry& g);

// An object or array among the properties, kept as JSON text.
struct nested_json {
  std::string text;
  bool operator==(const nested_json&) const = default;
};
using property_value = std::variant<std::monostate, bool, std::int64_t, double, std::string, nested_json>;

struct feature {
  std::string id;  // a number reads as its digits; empty: none
  geometry place;
  std::vector<std::pair<std::string, property_value>> properties;  // in the order of the text
  std::size_t source_index = 0;                                    // its place in the collection it was read from
  bool operator==(const feature&) const = default;
};

// The property of that name, or null.
const property_value* find_property(const feature& f, std::string_view name);
// A text as it is, a whole number as its digits, true and false as words; nothing for null, fractions, nested values.
std::optional<std::string> text_of(const property_value& value);

struct geojson_options {
  bool close_open_rings = false;     // close them (and count) instead of refusing
  bool allow_zero_zero = false;      // 0,0 lies in the Gulf of Guinea and is nearly always a missing position
  std::optional<box> expected = {};  // positions outside are refused; if they fit with lon and lat swapped, that is said
  std::size_t max_bytes = 64U << 20U;
  std::size_t max_depth = 32;
  std::size_t max_features = 200'000;
  std::size_t max_positions = 4'000'000;
};

struct geojson_fault {
  std::string pointer;  // JSON pointer of the smallest thing that is wrong: "/features/3/geometry/coordinates/0"
  std::string code;     // not_json, not_utf8, too_large, too_deep, duplicate_key, missing, wrong_type, unknown_type, mixed_members,
                        // crs, bbox, open_ring, too_few_positions, crossing, no_area, hole_outside, out_of_range, swapped,
                        // zero_zero, outside, projected, not_finite, antimeridian, too_many
  std::string detail;   // a sentence for a person
  std::string remedy;
  std::optional<base::position> at = {};  // where on the map, when that helps
};

struct geojson_result {
  std::vector<feature> features;      // those without fault; a bare geometry is one feature without properties
  std::vector<geojson_fault> faults;  // at most one a feature; at most 1,000 listed
  std::size_t more_faults = 0;        // further ones, not listed
  std::size_t rewound_rings = 0;      // accepted and turned the right way
  std::size_t closed_rings = 0;
  std::size_t dropped_heights = 0;  // third numbers of positions: we keep none
};

// Never throws for what the text holds. With a fault of the whole document there are no features; a feature with a fault is
// left out and the others are read on, so the caller decides: all or nothing, or what is good.
geojson_result read_geojson(std::string_view text, const geojson_options& options = {});

// 422 with every fault as a wrong field; call it when there are faults and nothing less than all will do.
base::problem geojson_problem(const geojson_result& result);

// At most 7 decimals (1.1 cm), trailing zeros dropped.
void append_position(std::string& out, const base::position& p);
// Exterior rings counter-clockwise, holes clockwise, whatever way they are held. Positions must be on the globe.
void append_geometry(std::string& out, const geometry& g);
void append_feature(std::string& out, const feature& f);
std::string write_geojson(std::span<const feature> features);  // a FeatureCollection

}  // namespace geo
