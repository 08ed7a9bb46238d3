#include "engines/track/ring_api.h"

#include <algorithm>

#include "engines/track/crossing_store.h"
#include "engines/track/ring_shape.h"
#include "engines/track/ring_store.h"
#include "foundation/record/json_text.h"
#include "town/area/place.h"
#include "town/duty/unit_store.h"

namespace track {
namespace {

constexpr std::string_view may_read = "ring.read";
constexpr std::string_view may_manage = "ring.write";
constexpr std::string_view may_follow = "unit.trail.read";  // a visit is a piece of a trail
constexpr base::duration day{std::int64_t{86'400} * 1'000'000};

stored_ring get_ring(store::connection& db, const operation::caller& who, std::string_view permission, const std::string& id) {
  auto found = find_ring(db, id);
  if (!found || found->what.removed_at || !who.may(permission, found->what.area_path)) throw base::not_found("ring " + id);
  return std::move(*found);
}

[[noreturn]] void unknown_reference(const char* pointer) {
  throw base::bad_input({{pointer, "unknown_reference", "there is no such thing, or it has no boundary"}});
}

// Where the ring lies, from what it watches; and that it watches something.
void locate(stored_ring& one, store::connection& db, const area::area_tree& areas) {
  if (one.what.kind == ring_kind::place) {
    const auto place = area::find_place(db, one.what.place_id.value_or(""));
    if (!place) unknown_reference("/place_id");
    one.place = place->position;
    one.what.area_path = place->area_path;
  }
  const auto shape = shape_of(one.what, areas, one.place);
  if (one.what.kind == ring_kind::grid) {
    if (shape.polygons.empty()) unknown_reference("/area_id");
    one.what.area_path = areas.get(*one.what.area_id).path;
  } else if (one.what.kind != ring_kind::place) {
    const auto inside = one.what.kind == ring_kind::zone ? geo::label_point(shape) : std::optional(one.what.line[one.what.line.size() / 2]);
    const auto* at = inside ? areas.find_at(*inside) : nullptr;
    one.what.area_path = at == nullptr ? "/" : at->path;
  }
}

void check(const ring_draft& draft) {
  if (auto wrong = ring_faults(draft); !wrong.empty()) throw base::bad_input(std::move(wrong));
}

void publish(store::transaction& work, const ring& one) {
  work.publish(
      {.topic = "ring", .subject_id = one.id, .area_path = one.area_path, .permission = std::string(may_read), .payload = record::to_json(one)});
}

operation::answer list(const operation::request& what, store::connection& db) {
  const auto kind = what.parameter("kind");
  const auto known = [&](const record::choice& one) { return one.code == kind; };
  if (!kind.empty() && std::none_of(std::begin(ring_kind_choices), std::end(ring_kind_choices), known)) {
    throw base::bad_input({{"/kind", "not_a_choice", "must be grid, zone, place or corridor"}});
  }
  const auto page = operation::page_of(what);
  const auto rings = list_rings(db, what.who, kind, page);
  std::vector<std::string> items;
  items.reserve(rings.size());
  for (const auto& one : rings) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, rings.size() == page.limit ? rings.back().id : "")};
}

operation::answer get(const operation::request& what, store::connection& db, const ring_services& use) {
  auto one = get_ring(db, what.who, may_read, what.part("id"));
  one.what.shape = shape_json(shape_of(one.what, *use.areas.now(), one.place));
  return {.body = record::to_json(one.what), .version = one.what.version};
}

operation::answer create(const operation::request& what, store::transaction& work, const ring_services& use) {
  const auto draft = record::from_json<ring_draft>(what.body);
  check(draft);
  stored_ring one;
  apply(draft, one.what);
  locate(one, work.db(), *use.areas.now());
  if (!what.who.may(may_manage, one.what.area_path)) throw base::forbidden(std::string(may_manage) + " where the ring lies");
  if (count_rings(work.db()) >= static_cast<std::int64_t>(most_rings)) {
    throw base::conflict("too_many_rings", "There are too many rings.", "At most " + std::to_string(most_rings) + "; remove some first.");
  }
  one.what.id = work.new_id();
  one.what.created_by = what.who.account_id;
  one.what.created_at = work.now();
  insert_ring(work.db(), one.what);
  work.journal({.action = "create_ring", .subject_kind = "ring", .subject_id = one.what.id, .detail = record::one_line_json(what.body)});
  publish(work, one.what);
  return {.status = 201, .body = record::to_json(one.what), .version = one.what.version, .location = "/api/rings/" + one.what.id};
}

operation::answer update(const operation::request& what, store::transaction& work, const ring_services& use) {
  auto one = get_ring(work.db(), what.who, may_manage, what.part("id"));
  operation::check_version(what, one.what.version, true);
  auto draft = draft_of(one.what);
  record::patch_json(what.body, record_of(&draft), &draft);
  if (draft.kind != one.what.kind) throw base::bad_input({{"/kind", "not_allowed", "the kind of a ring never changes; draw another"}});
  check(draft);
  apply(draft, one.what);
  locate(one, work.db(), *use.areas.now());
  if (!what.who.may(may_manage, one.what.area_path)) throw base::forbidden(std::string(may_manage) + " where the ring would lie");
  ++one.what.version;
  update_ring(work.db(), one.what);
  work.journal({.action = "update_ring", .subject_kind = "ring", .subject_id = one.what.id, .detail = record::one_line_json(what.body)});
  publish(work, one.what);
  return {.body = record::to_json(one.what), .version = one.what.version};
}

operation::answer remove(const operation::request& what, store::transaction& work) {
  auto one = get_ring(work.db(), what.who, may_manage, what.part("id")).what;
  operation::check_version(what, one.version, false);
  one.removed_at = work.now();
  ++one.version;
  update_ring(work.db(), one);
  work.journal({.action = "delete_ring", .subject_kind = "ring", .subject_id = one.id});
  publish(work, one);
  return {.status = 204};
}

base::instant instant_of(const operation::request& what, std::string_view name, base::instant otherwise) {
  const auto text = what.parameter(name);
  if (text.empty()) return otherwise;
  const auto at = base::instant_from_rfc3339(text);
  if (!at) throw base::bad_input({{"/" + std::string(name), "wrong_type", "must be a time as in 2026-11-22T08:00:00Z"}});
  return *at;
}

operation::answer visits(const operation::request& what, store::connection& db, visit_question question, const ring_services& use) {
  question.to = instant_of(what, "to", use.time.now());
  question.from = instant_of(what, "from", question.to - day);
  if (question.from >= question.to || question.to - question.from > base::duration{31 * day.us}) {
    throw base::bad_input({{"/from", "out_of_range", "must be before to, at most 31 days"}});
  }
  question.heard_until = use.newest_fix_at;
  std::vector<std::string> items;
  for (const auto& one : list_visits(db, what.who, question)) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items)};
}

operation::answer visits_in_ring(const operation::request& what, store::connection& db, const ring_services& use) {
  const auto& id = what.part("id");
  const auto found = find_ring(db, id);  // removed ones too: what happened there is still known
  const auto tree = use.areas.now();
  const auto* area = found ? nullptr : tree->find(id);
  const auto path = found ? found->what.area_path : area != nullptr ? area->path : "";
  if (path.empty() || !what.who.may(may_read, path)) throw base::not_found("ring " + id);
  return visits(what, db, {.permission = std::string(may_follow), .ring_id = id, .dwell_min_s = found ? found->what.dwell_min_s : 0}, use);
}

operation::answer visits_by_unit(const operation::request& what, store::connection& db, const ring_services& use) {
  const auto& id = what.part("id");
  const bool own = use.is_own && use.is_own(db, what.who.account_id, id);
  if (!own) duty::get_unit(db, what.who, may_follow, id);
  return visits(what, db, {.unit_id = id}, use);
}

std::vector<operation::query_parameter> time_span() {
  return {{"from", "visits that ended after this; a day before `to` when left out"}, {"to", "visits that began before this; now when left out"}};
}

std::vector<operation::definition> visit_operations(const ring_services& use) {
  using operation::request;
  const auto* output = &record_of(static_cast<const visit*>(nullptr));
  return {{.name = "list_ring_visits",
           .method = "GET",
           .path = "/api/rings/{id}/visits",
           .summary = "Which units were in the ring (or the area of this id), how long, and how long unknown.",
           .permission = may_follow,
           .output = output,
           .output_shape = operation::shape::list,
           .parameters = time_span(),
           .read = [use](const request& what, store::connection& db) { return visits_in_ring(what, db, use); }},
          {.name = "list_unit_visits",
           .method = "GET",
           .path = "/api/units/{id}/visits",
           .summary = "In which rings and areas the unit was, how long, and how long unknown.",
           .permission = "",  // judged by unit: its own members need no permission
           .output = output,
           .output_shape = operation::shape::list,
           .parameters = time_span(),
           .read = [use](const request& what, store::connection& db) { return visits_by_unit(what, db, use); }}};
}

}  // namespace

std::vector<operation::definition> ring_operations(ring_services use) {
  using operation::request;
  const auto* input = &record_of(static_cast<const ring_draft*>(nullptr));
  const auto* output = &record_of(static_cast<const ring*>(nullptr));
  std::vector<operation::definition> all = visit_operations(use);
  all.push_back(
      {.name = "list_rings",
       .method = "GET",
       .path = "/api/rings",
       .summary = "What is watched besides the areas themselves.",
       .permission = may_read,
       .output = output,
       .output_shape = operation::shape::list,
       .parameters = {{"kind", "grid, zone, place or corridor"}, {"limit", "1 to 500, 100 when left out"}, {"after", "the last page's next"}},
       .read = [](const request& what, store::connection& db) { return list(what, db); }});
  all.push_back({.name = "get_ring",
                 .method = "GET",
                 .path = "/api/rings/{id}",
                 .summary = "One ring, with the shape that is watched.",
                 .permission = may_read,
                 .output = output,
                 .read = [use](const request& what, store::connection& db) { return get(what, db, use); }});
  all.push_back({.name = "create_ring",
                 .method = "POST",
                 .path = "/api/rings",
                 .summary = "Watches an area of the tree, a zone, a place or a corridor.",
                 .permission = may_manage,
                 .input = input,
                 .output = output,
                 .write = [use](const request& what, store::transaction& t, void*) { return create(what, t, use); }});
  all.push_back({.name = "update_ring",
                 .method = "PATCH",
                 .path = "/api/rings/{id}",
                 .summary = "Changes a ring; units inside are judged by its new shape from their next position on.",
                 .permission = may_manage,
                 .input = input,
                 .output = output,
                 .needs_version = true,
                 .write = [use](const request& what, store::transaction& t, void*) { return update(what, t, use); }});
  all.push_back({.name = "delete_ring",
                 .method = "DELETE",
                 .path = "/api/rings/{id}",
                 .summary = "Watches it no longer; its visits can still be read.",
                 .permission = may_manage,
                 .output_shape = operation::shape::none,
                 .write = [](const request& what, store::transaction& t, void*) { return remove(what, t); }});
  return all;
}

}  // namespace track
