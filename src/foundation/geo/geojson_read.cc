#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/geo/geojson.h"
#include "foundation/geo/geojson_geometry.h"
#include "foundation/geo/geojson_tree.h"

namespace geo {
namespace {

namespace json = boost::json;

constexpr std::size_t listed_faults = 1'000;

std::string_view view_of(const json::string& s) { return {s.data(), s.size()}; }

// A number as text if it is whole.
std::optional<std::string> whole_number(const json::value& value) {
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_double() && std::abs(value.get_double()) < 1e15 && std::floor(value.get_double()) == value.get_double()) {
    return std::to_string(static_cast<std::int64_t>(value.get_double()));
  }
  return std::nullopt;
}

property_value to_property(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return std::monostate();
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return value.get_int64();
    case json::kind::uint64: return static_cast<double>(value.get_uint64());
    case json::kind::double_: return value.get_double();
    case json::kind::string: return std::string(view_of(value.get_string()));
    default: return nested_json{json::serialize(value)};
  }
}

class document_reader {
 public:
  document_reader(const geojson_options& options, geojson_result& result) : options_(options), result_(result), geometries_(options, result) {}

  void read(const json::value& root) {
    const auto* object = root.if_object();
    if (object == nullptr) return refuse("", "wrong_type", "GeoJSON is one JSON object.", "Send a FeatureCollection.");
    const auto* type = object->if_contains("type");
    if (type == nullptr || !type->is_string())
      return refuse("/type", "missing", "The object does not say its type.", "Add \"type\":\"FeatureCollection\".");
    const auto name = view_of(type->get_string());
    if (name == "FeatureCollection") return read_collection(*object);
    feature one;
    if (name == "Feature" ? read_feature(*object, "", one) : read_bare_geometry(root, one)) result_.features.push_back(std::move(one));
  }

 private:
  void refuse(std::string pointer, std::string code, std::string detail, std::string remedy) {
    add({.pointer = std::move(pointer), .code = std::move(code), .detail = std::move(detail), .remedy = std::move(remedy)});
  }
  void add(geojson_fault fault) {
    if (result_.faults.size() < listed_faults) {
      result_.faults.push_back(std::move(fault));
    } else {
      ++result_.more_faults;
    }
  }

  void read_collection(const json::object& object) {
    geojson_fault fault;
    if (!check_object(object, "", "coordinates geometries geometry properties", fault)) return add(std::move(fault));
    const auto* list = object.if_contains("features");
    if (list == nullptr || !list->is_array())
      return refuse("/features", "missing", "The collection has no array of features.", "Add \"features\":[…].");
    const auto& features = list->get_array();
    if (features.size() > options_.max_features) {
      return refuse("/features", "too_many",
                    "There are " + std::to_string(features.size()) + " features; at most " + std::to_string(options_.max_features) + " are read.",
                    "Split the file.");
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
      const std::string pointer = "/features/" + std::to_string(i);
      feature one;
      one.source_index = i;
      const auto* member = features[i].if_object();
      if (member == nullptr) {
        refuse(pointer, "wrong_type", "A feature must be an object.", "Remove it.");
      } else if (!is_feature(*member)) {
        refuse(pointer + "/type", "unknown_type", "What stands in a collection must be of type \"Feature\".", "Wrap the geometry in a Feature.");
      } else if (read_feature(*member, pointer, one)) {
        result_.features.push_back(std::move(one));
      }
    }
  }

  static bool is_feature(const json::object& object) {
    const auto* type = object.if_contains("type");
    return type != nullptr && type->is_string() && type->get_string() == "Feature";
  }

  bool read_bare_geometry(const json::value& value, feature& out) { return read_place(value, "", out.place); }

  // What was repaired in a geometry that is refused after all does not count.
  bool read_place(const json::value& value, const std::string& pointer, geometry& out) {
    const auto before = std::array{result_.rewound_rings, result_.closed_rings, result_.dropped_heights};
    if (geometries_.read(value, pointer, out)) return true;
    result_.rewound_rings = before[0];
    result_.closed_rings = before[1];
    result_.dropped_heights = before[2];
    add(std::move(geometries_.fault));
    return false;
  }

  bool read_feature(const json::object& object, const std::string& pointer, feature& out) {
    geojson_fault fault;
    if (!check_object(object, pointer, "coordinates geometries features", fault) || !read_id(object, pointer, out, fault) ||
        !read_properties(object, pointer, out, fault)) {
      add(std::move(fault));
      return false;
    }
    const auto* place = object.if_contains("geometry");
    if (place == nullptr) {
      refuse(pointer + "/geometry", "missing", "The feature has no geometry.", "Add it, or write null for a feature without a place.");
      return false;
    }
    return read_place(*place, pointer + "/geometry", out.place);
  }

  static bool read_id(const json::object& object, const std::string& pointer, feature& out, geojson_fault& fault) {
    const auto* id = object.if_contains("id");
    if (id == nullptr) return true;
    if (id->is_string()) {
      out.id = std::string(view_of(id->get_string()));
      return true;
    }
    if (id->is_number()) {
      out.id = whole_number(*id).value_or(json::serialize(*id));
      return true;
    }
    fault = {.pointer = pointer + "/id", .code = "wrong_type", .detail = "An id must be a text or a number.", .remedy = "Leave it out."};
    return false;
  }

  static bool read_properties(const json::object& object, const std::string& pointer, feature& out, geojson_fault& fault) {
    const auto* properties = object.if_contains("properties");
    if (properties == nullptr || !(properties->is_object() || properties->is_null())) {
      fault = {.pointer = pointer + "/properties",
               .code = properties == nullptr ? "missing" : "wrong_type",
               .detail = "A feature needs properties: an object, or null.",
               .remedy = "Write \"properties\":null if there are none."};
      return false;
    }
    if (properties->is_null()) return true;
    for (const auto& member : properties->get_object()) {
      if (member.value().is_double() && !std::isfinite(member.value().get_double())) {
        const std::string name(member.key().data(), member.key().size());
        fault = {.pointer = pointer + "/properties" + pointer_step(name),
                 .code = "not_finite",
                 .detail = "The number is too large.",
                 .remedy = "Write it as a text."};
        return false;
      }
      out.properties.emplace_back(std::string(member.key().data(), member.key().size()), to_property(member.value()));
    }
    return true;
  }

  const geojson_options& options_;
  geojson_result& result_;
  geometry_reader geometries_;
};

bool is_wgs84_name(std::string_view name) {
  // CGCS2000 (EPSG:4490) equals WGS-84 within centimetres.
  for (const std::string_view known :
       {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "EPSG:4490", "urn:ogc:def:crs:EPSG::4490"}) {
    if (base::lower_ascii(known) == base::lower_ascii(name)) return true;
  }
  return false;
}

bool names_wgs84(const json::value& crs) {
  const auto* object = crs.if_object();
  const auto* properties = object != nullptr ? object->if_contains("properties") : nullptr;
  const auto* inner = properties != nullptr ? properties->if_object() : nullptr;
  const auto* name = inner != nullptr ? inner->if_contains("name") : nullptr;
  return name != nullptr && name->is_string() && is_wgs84_name(view_of(name->get_string()));
}

bool is_bbox(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr || (list->size() != 4 && list->size() != 6)) return false;
  for (const auto& number : *list) {
    if (!number.is_number()) return false;
  }
  const std::size_t half = list->size() / 2;
  return (*list)[1].to_number<double>() <= (*list)[half + 1].to_number<double>();
}

}  // namespace

bool check_object(const json::object& object, const std::string& pointer, std::string_view foreign_members, geojson_fault& fault) {
  const auto refuse = [&](std::string_view member, std::string code, std::string detail, std::string remedy) {
    fault = {.pointer = pointer + pointer_step(member), .code = std::move(code), .detail = std::move(detail), .remedy = std::move(remedy)};
    return false;
  };
  if (const auto* crs = object.if_contains("crs"); crs != nullptr && !names_wgs84(*crs)) {
    return refuse("crs", "crs", "The coordinates are in another reference system than WGS-84.",
                  "Convert the file to WGS-84 (EPSG:4326) and leave crs out.");
  }
  if (const auto* bbox = object.if_contains("bbox"); bbox != nullptr && !is_bbox(*bbox)) {
    return refuse("bbox", "bbox", "A bbox is [west, south, east, north].", "Correct it, or leave it out.");
  }
  for (const std::string_view member : base::split(foreign_members, ' ')) {
    if (object.contains({member.data(), member.size()})) {
      return refuse(member, "mixed_members", "This member belongs to another kind of GeoJSON object.", "Move it to where RFC 7946 has it.");
    }
  }
  return true;
}

geojson_result read_geojson(std::string_view text, const geojson_options& options) {
  geojson_result result;
  // The tree is large, short-lived and thrown away at once: no freeing piece by piece.
  json::monotonic_resource memory;
  auto tree = parse_json(text, options, &memory);
  if (tree.fault) {
    result.faults.push_back(std::move(*tree.fault));
    return result;
  }
  document_reader(options, result).read(tree.root);
  return result;
}

}  // namespace geo
