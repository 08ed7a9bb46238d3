#include "town/area/area_api.h"

#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/geo/geojson.h"
#include "foundation/geo/point.h"
#include "town/area/area_import_api.h"
#include "town/area/place.h"

namespace area {
namespace {

// An area as the API gives it.
struct area_answer {
  std::string id = {};
  std::string code = {};
  level kind = level::district;
  std::string name = {};
  std::string name_en = {};
  std::optional<std::string> parent_id = {};
  std::string path = {};
  std::optional<base::position> position = {};
  bool has_boundary = false;
  std::int64_t children = 0;
};

const record::table& record_of(const area_answer*) {
  using a = area_answer;
  static constexpr record::field fields[] = {
      record::field_of<&a::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&a::code>({.name = "code", .summary = "official code (GB/T 2260, 12 digits) or a sample's own", .read_only = true}),
      record::field_of<&a::kind>({.name = "level", .summary = "province … grid", .read_only = true, .choices = level_choices}),
      record::field_of<&a::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&a::name_en>({.name = "name_en", .summary = "its name in English, may be empty", .read_only = true}),
      record::field_of<&a::parent_id>({.name = "parent_id", .summary = "the area above", .read_only = true}),
      record::field_of<&a::path>({.name = "path", .summary = "ids from the top", .read_only = true, .max_length = 500}),
      record::field_of<&a::position>({.name = "position", .summary = "well inside, for its label", .read_only = true}),
      record::field_of<&a::has_boundary>({.name = "has_boundary", .summary = "its boundary is known", .read_only = true}),
      record::field_of<&a::children>({.name = "children", .summary = "number of areas directly below", .read_only = true}),
  };
  static const record::table table{.name = "Area", .summary = "An area of the tree.", .fields = fields};
  return table;
}

std::string json_of(const area& one, const area_tree& tree) {
  return record::to_json(area_answer{.id = one.id,
                                     .code = one.code,
                                     .kind = one.kind,
                                     .name = one.name,
                                     .name_en = one.name_en,
                                     .parent_id = one.parent_id,
                                     .path = one.path,
                                     .position = one.position,
                                     .has_boundary = !one.boundary.polygons.empty(),
                                     .children = static_cast<std::int64_t>(tree.list_children(one.id).size())});
}

// Areas are names and lines on a map: a caller sees its own area, everything below it, and what lies above, so that
// the way down from the top can be shown.
bool may_see(const operation::caller& who, const area& one) {
  return std::ranges::any_of(who.grants, [&](const operation::grant& g) {
    return g.permission == "area.read" && (g.area_path == "/" || one.path.starts_with(g.area_path) || g.area_path.starts_with(one.path));
  });
}

operation::answer list_areas(const operation::request& request, const area_tree& tree) {
  const auto parent = request.parameter("parent");
  if (!parent.empty() && (tree.find(parent) == nullptr || !may_see(request.who, *tree.find(parent)))) throw base::not_found("area");
  const auto page = operation::page_of(request);
  // By code, which is what pages go on from.
  std::vector<std::string> items;
  std::string last;
  bool more = false;
  for (const auto* one : parent.empty() ? tree.list_roots() : tree.list_children(parent)) {
    if (!may_see(request.who, *one) || one->code <= page.after) continue;
    more = items.size() == page.limit;
    if (more) break;
    items.push_back(json_of(*one, tree));
    last = one->code;
  }
  return {.body = operation::list_json(items, more ? last : std::string())};
}

base::position position_of(const operation::request& request) {
  const auto lon = base::parse_double(request.parameter("lon"));
  const auto lat = base::parse_double(request.parameter("lat"));
  std::vector<base::wrong_field> wrong;
  if (!lon || *lon < -180 || *lon > 180) wrong.push_back({"/lon", "out_of_range", "must be a longitude, -180 … 180"});
  if (!lat || *lat < -90 || *lat > 90) wrong.push_back({"/lat", "out_of_range", "must be a latitude, -90 … 90"});
  if (!wrong.empty()) throw base::bad_input(wrong);
  return {.lon = *lon, .lat = *lat};
}

operation::answer areas_at(const operation::request& request, const area_tree& tree) {
  std::vector<std::string> items;
  for (const auto* one : tree.find_chain(position_of(request))) {
    if (may_see(request.who, *one)) items.push_back(json_of(*one, tree));
  }
  return {.body = operation::list_json(items)};
}

operation::answer area_map(const operation::request& request, const area_tree& tree) {
  const auto wanted = request.parameter("level");
  std::optional<level> kind;
  if (!wanted.empty()) {
    kind = level_from_name(wanted);
    if (!kind) throw base::bad_input({{"/level", "not_a_choice", "must be province, city, county, township, village, grid or district"}});
  }
  std::vector<geo::feature> features;
  for (const auto& one : tree.list_all()) {
    if ((kind && one.kind != *kind) || one.boundary.polygons.empty() || !may_see(request.who, one)) continue;
    geo::feature f{.id = one.id, .place = geo::to_geometry(one.boundary), .properties = {}};
    f.properties = {{"code", one.code}, {"name", one.name}, {"name_en", one.name_en}, {"level", std::string(name_of(one.kind))}, {"path", one.path}};
    features.push_back(std::move(f));
  }
  return {.body = geo::write_geojson(features), .content_type = "application/geo+json"};
}

operation::answer list_places_of(const operation::request& request, store::connection& db) {
  const auto found = list_places(db, request.who, request.parameter("kind"), operation::page_of(request));
  std::vector<std::string> items;
  for (const auto& one : found.items) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, found.next)};
}

operation::answer create_place(const operation::request& request, store::transaction& work, const area_tree& tree) {
  const auto draft = record::from_json<place_draft>(request.body);
  place there{.position = draft.position};
  locate(there, tree);
  if (!request.who.may("place.write", there.area_path)) throw base::forbidden("place.write");
  const auto stored = put_place(work, draft, tree);
  return {.status = stored.created ? 201 : 200,
          .body = record::to_json(stored.what),
          .version = stored.what.version,
          .location = "/api/places/" + stored.what.id};
}

operation::answer get_place(const operation::request& request, store::connection& db) {
  const auto found = find_place(db, request.part("id"));
  if (!found || !request.who.may("place.read", found->area_path)) throw base::not_found("place");
  return {.body = record::to_json(*found), .version = found->version};
}

}  // namespace

std::vector<operation::definition> area_operations(const live_areas& areas) {
  const auto on_tree = [&areas](operation::answer (*answer)(const operation::request&, const area_tree&)) {
    return [&areas, answer](const operation::request& request, store::connection&) { return answer(request, *areas.now()); };
  };
  const auto* area_record = &record_of(static_cast<const area_answer*>(nullptr));
  const auto* place_record = &record_of(static_cast<const place*>(nullptr));
  std::vector<operation::definition> all{
      {.name = "list_areas",
       .method = "GET",
       .path = "/api/areas",
       .summary = "The areas at the top, or directly below one, by code.",
       .permission = "area.read",
       .output = area_record,
       .output_shape = operation::shape::list,
       .parameters = {{"parent", "id of the area above"}, {"limit", "1 … 500"}, {"after", "cursor"}},
       .read = on_tree(list_areas)},
      {.name = "areas_at",
       .method = "GET",
       .path = "/api/areas/at",
       .summary = "The areas a position lies in, smallest first.",
       .permission = "area.read",
       .output = area_record,
       .output_shape = operation::shape::list,
       .parameters = {{"lon", "longitude, WGS-84", true}, {"lat", "latitude, WGS-84", true}},
       .read = on_tree(areas_at)},
      {.name = "area_map",
       .method = "GET",
       .path = "/api/areas/map",
       .summary = "The boundaries as GeoJSON.",
       .permission = "area.read",
       .output_shape = operation::shape::other,
       .parameters = {{"level", "only this level"}},
       .read = on_tree(area_map)},
      {.name = "list_places",
       .method = "GET",
       .path = "/api/places",
       .summary = "Places by id.",
       .permission = "place.read",
       .output = place_record,
       .output_shape = operation::shape::list,
       .parameters = {{"kind", "only this kind"}, {"limit", "1 … 500"}, {"after", "cursor"}},
       .read = list_places_of},
      {.name = "get_place",
       .method = "GET",
       .path = "/api/places/{id}",
       .summary = "One place.",
       .permission = "place.read",
       .output = place_record,
       .read = get_place},
      {.name = "create_place",
       .method = "POST",
       .path = "/api/places",
       .summary = "Enters a place; the same place of the same source again is the first one, brought up to date.",
       .permission = "place.write",
       .input = &record_of(static_cast<const place_draft*>(nullptr)),
       .output = place_record,
       .write = [&areas](const operation::request& request, store::transaction& work, void*) { return create_place(request, work, *areas.now()); }},
      import_operation(),
  };
  return all;
}

}  // namespace area
