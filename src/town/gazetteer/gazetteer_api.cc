#include "town/gazetteer/gazetteer_api.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "foundation/base/text.h"

namespace gazetteer {
namespace {

constexpr double near_crossing_m = 60;
constexpr double near_place_m = 80;

void append_text(std::string& out, std::string_view name, std::string_view text) {
  if (out.back() != '{') out += ',';
  base::append_json_string(out, name);
  out += ':';
  base::append_json_string(out, text);
}

void append_raw(std::string& out, std::string_view name, std::string_view json) {
  if (out.back() != '{') out += ',';
  base::append_json_string(out, name);
  out += ':';
  out += json;
}

std::string position_json(base::position where) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), R"({"lon":%.7f,"lat":%.7f})", where.lon, where.lat);
  return text.data();
}

struct hit {
  std::string_view kind;
  std::string name, detail, remark;
  base::position where;
  int score;
};

std::string hit_json(const hit& one) {
  std::string out = "{";
  append_text(out, "kind", one.kind);
  append_text(out, "name", one.name);
  append_text(out, "detail", one.detail);
  append_text(out, "remark", one.remark);
  append_raw(out, "position", position_json(one.where));
  append_raw(out, "score", std::to_string(one.score));
  return out + "}";
}

operation::answer geocode(const operation::request& what, const gazetteer& names, const surroundings& around) {
  const auto query = what.parameter("q");
  if (base::trim(query).empty()) throw base::bad_input({{"/q", "missing", "say what to look for"}});
  if (query.size() > 200) throw base::bad_input({{"/q", "too_long", "at most 200 bytes"}});
  const auto limit = operation::page_of(what).limit;
  std::vector<std::string> items;
  if (const auto where = position_from_text(query)) {
    items.push_back(hit_json({"coordinate", std::string(base::trim(query)), "WGS-84", "", *where, 1000}));
  }
  if (around.areas_called) {
    for (const auto& [area, where] : around.areas_called(query)) items.push_back(hit_json({"area", area.name, "", "", where, 950}));
  }
  for (const auto& found : names.search(query, std::min<std::size_t>(limit, 50))) {
    items.push_back(hit_json({name_of(found.what->kind), found.what->name, found.what->detail, found.remark, found.what->where, found.score}));
  }
  if (items.size() > limit) items.resize(limit);
  return {.body = operation::list_json(items)};
}

double coordinate(const operation::request& what, std::string_view name, double most) {
  const auto value = base::parse_double(what.parameter(name));
  if (!value || !std::isfinite(*value) || std::abs(*value) > most) {
    throw base::bad_input({{"/" + std::string(name), "out_of_range",
                            "degrees from -" + std::to_string(static_cast<int>(most)) + " to " + std::to_string(static_cast<int>(most))}});
  }
  return *value;
}

operation::answer reverse(const operation::request& what, const gazetteer& names, const surroundings& around) {
  const base::position where{coordinate(what, "lon", 180), coordinate(what, "lat", 90)};
  std::string out = "{";
  if (const auto road = around.road ? around.road(where) : std::nullopt) {
    append_text(out, "road", road->name);
    append_raw(out, "distance_m", std::to_string(std::llround(road->distance_m)));
  }
  if (const auto crossing = names.find_near(entry_kind::crossing, where, near_crossing_m)) append_text(out, "crossing", crossing->what->name);
  if (const auto place = names.find_near(entry_kind::place, where, near_place_m)) append_text(out, "place", place->what->name);
  if (const auto area = around.area ? around.area(where) : std::nullopt) {
    append_text(out, "area_id", area->id);
    append_text(out, "area_name", area->name);
  }
  return {.body = out + "}"};
}

}  // namespace

std::vector<operation::definition> operations(std::shared_ptr<const gazetteer> names, surroundings around) {
  return {
      {.name = "geocode",
       .method = "GET",
       .path = "/api/geocode",
       .summary = "Positions for the name of a road, a crossing (A & B), a place, an address, an area, or coordinates.",
       .permission = "place.read",
       .output_shape = operation::shape::other,
       .parameters = {{"q", "what to look for", true}, {"limit", "at most this many", false}},
       .read = [names, around](const operation::request& what, store::connection&) { return geocode(what, *names, around); }},
      {.name = "reverse_geocode",
       .method = "GET",
       .path = "/api/reverse-geocode",
       .summary = "What lies at a position: road, crossing, place, area.",
       .permission = "place.read",
       .output_shape = operation::shape::other,
       .parameters = {{"lon", "degrees east", true}, {"lat", "degrees north", true}},
       .read = [names, around](const operation::request& what, store::connection&) { return reverse(what, *names, around); }},
  };
}

}  // namespace gazetteer
