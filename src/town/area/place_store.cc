#include "foundation/base/problem.h"
#include "town/area/area_tree.h"
#include "town/area/place.h"

namespace area {

const record::table& record_of(const place*) {
  static constexpr record::field fields[] = {
      record::field_of<&place::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
      record::field_of<&place::kind>({.name = "kind", .summary = "station, school, hospital, bridge, …", .read_only = true, .max_length = 60}),
      record::field_of<&place::name>({.name = "name", .summary = "its name", .read_only = true}),
      record::field_of<&place::name_en>({.name = "name_en", .summary = "its name in English, may be empty", .read_only = true}),
      record::field_of<&place::position>({.name = "position", .summary = "where, WGS-84", .read_only = true}),
      record::field_of<&place::area_id>({.name = "area_id", .summary = "the smallest area it lies in", .read_only = true, .refers_to = "areas"}),
      record::field_of<&place::area_path>({.name = "area_path", .summary = "its areas from the top", .read_only = true, .max_length = 500}),
      record::field_of<&place::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&place::source>({.name = "source", .summary = "where it is from", .read_only = true}),
      record::field_of<&place::source_id>({.name = "source_id", .summary = "its number there", .read_only = true, .max_length = 100}),
      record::field_of<&place::invented>({.name = "invented", .summary = "made up for a sample", .read_only = true}),
      record::field_of<&place::created_at>({.name = "created_at", .summary = "entered", .read_only = true}),
      record::field_of<&place::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "PlaceRecord", .summary = "A place in the area tree.", .fields = fields};
  return table;
}

const record::table& record_of(const place_draft*) {
  using d = place_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::kind>({.name = "kind", .summary = "station, school, hospital, bridge, …", .min_length = 1, .max_length = 60}),
      record::field_of<&d::name>({.name = "name", .summary = "its name; never a person's", .min_length = 1}),
      record::field_of<&d::name_en>({.name = "name_en", .summary = "its name in English", .required = false}),
      record::field_of<&d::position>({.name = "position", .summary = "where, WGS-84"}),
      record::field_of<&d::source>({.name = "source", .summary = "where it is from", .required = false}),
      record::field_of<&d::source_id>({.name = "source_id", .summary = "its number there", .min_length = 1, .max_length = 100}),
      record::field_of<&d::invented>({.name = "invented", .summary = "made up for a sample", .required = false}),
  };
  static const record::table table{.name = "PlaceDraft", .summary = "A place to enter.", .fields = fields};
  return table;
}

namespace {

const record::table& place_table() { return record_of(static_cast<const place*>(nullptr)); }

std::vector<place> read(store::connection& db, const std::string& condition, std::span<const store::value> parameters) {
  const auto rows = db.query(
      "SELECT " + record::column_list(place_table(), "p.") + ", a.name FROM places p LEFT JOIN areas a ON a.id = p.area_id WHERE " + condition,
      parameters);
  std::vector<place> found(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) found[i].area_name = rows.text(i, record::load(place_table(), &found[i], rows[i]));
  return found;
}

}  // namespace

void locate(place& one, const area_tree& areas) {
  const auto* found = areas.find_at(one.position);
  one.area_id = found == nullptr ? std::nullopt : std::optional(found->id);
  one.area_path = found == nullptr ? "/" : found->path;
  one.area_name = found == nullptr ? "" : found->name;
}

std::optional<place> find_place(store::connection& db, std::string_view id) {
  const store::value parameters[] = {std::string(id)};
  auto found = read(db, "p.id = $1", parameters);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

stored_place put_place(store::transaction& work, const place_draft& draft, const area_tree& areas) {
  place one{.id = work.new_id(),
            .kind = draft.kind,
            .name = draft.name,
            .name_en = draft.name_en,
            .position = draft.position,
            .source = draft.source,
            .source_id = draft.source_id,
            .invented = draft.invented,
            .created_at = work.now()};
  locate(one, areas);
  const auto inserted =
      work.db().execute(record::insert_sql(place_table(), "places") + " ON CONFLICT (source, source_id) DO NOTHING", record::bind(one));
  if (inserted == 1) {
    work.journal({.action = "create_place", .subject_kind = "place", .subject_id = one.id});
    work.publish({.topic = "place", .subject_id = one.id, .area_path = one.area_path, .permission = "place.read", .payload = record::to_json(one)});
    return {.what = std::move(one), .created = true};
  }
  const store::value key[] = {one.source, *one.source_id};
  auto before = read(work.db(), "p.source = $1 AND p.source_id = $2", key).front();
  one.id = before.id;
  one.created_at = before.created_at;
  one.version = before.version;
  if (record::to_json(one) == record::to_json(before)) return {.what = std::move(before), .created = false};
  ++one.version;
  work.db().execute(record::update_sql(place_table(), "places"), record::bind(one));
  work.journal({.action = "update_place", .subject_kind = "place", .subject_id = one.id});
  work.publish({.topic = "place", .subject_id = one.id, .area_path = one.area_path, .permission = "place.read", .payload = record::to_json(one)});
  return {.what = std::move(one), .created = false};
}

listed_places list_places(store::connection& db, const operation::caller& who, std::string_view kind, const operation::page& page) {
  std::vector<store::value> parameters;
  auto condition = who.condition("place.read", "p.area_path", parameters);
  const auto add = [&](const std::string& text, store::value value) {
    parameters.push_back(std::move(value));
    condition += text + std::to_string(parameters.size());
  };
  if (!kind.empty()) add(" AND p.kind = $", std::string(kind));
  if (!page.after.empty()) add(" AND p.id > $", page.after);
  condition += " ORDER BY p.id";
  add(" LIMIT $", static_cast<std::int64_t>(page.limit) + 1);
  listed_places result{.items = read(db, condition, parameters), .next = {}};
  if (result.items.size() > page.limit) {
    result.items.pop_back();
    result.next = result.items.back().id;
  }
  return result;
}

}  // namespace area
