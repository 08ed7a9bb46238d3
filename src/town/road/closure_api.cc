#include "town/road/closure_api.h"

#include "foundation/record/json_text.h"
#include "town/road/closure_rules.h"
#include "town/road/closure_store.h"

namespace road {
namespace {

constexpr std::string_view may_read = "closure.read";
constexpr std::string_view may_manage = "closure.write";

void fill_in(closure& one, const closure_services& use, base::instant now) {
  one.active = is_active(one, now);
  one.arcs = use.roads ? static_cast<std::int64_t>(arcs_of(*use.roads, one).size()) : 0;
}

operation::answer list(store::connection& db, const closure_services& use) {
  const auto now = use.time.now();
  std::vector<std::string> items;
  for (auto& one : load_closures(db, now)) {
    fill_in(one, use, now);
    items.push_back(record::to_json(one));
  }
  return {.body = operation::list_json(items)};
}

void keep(store::transaction& transaction, const closure& one) {
  transaction.keep({.topic = "closure",
                    .subject_id = one.id,
                    .permission = std::string(may_read),
                    .ended = one.removed_at.has_value(),
                    .record = record::to_json(one)});
}

void publish(store::transaction& transaction, const closure& one) {
  keep(transaction, one);
  transaction.publish(
      {.topic = "closure", .subject_id = one.id, .area_path = "", .permission = std::string(may_read), .payload = record::to_json(one)});
}

// Read and compared with the roads before the writer's turn.
std::shared_ptr<void> prepare(const operation::request& what, const closure_services& use) {
  const auto draft = record::from_json<closure_draft>(what.body);
  const auto now = use.time.now();
  if (auto wrong = faults_of(draft, now); !wrong.empty()) throw base::bad_input(std::move(wrong));
  auto one = std::make_shared<closure>();
  one->position = draft.position;
  one->radius_m = draft.radius_m;
  one->way_ids = draft.way_ids;
  one->line = draft.line;
  one->reason = draft.reason;
  one->from = draft.from.value_or(now);
  one->until = draft.until;
  fill_in(*one, use, now);
  if (one->arcs == 0) {
    throw base::problem(422, "no_road", "No road is shut by this.", "No road of the graph lies there.",
                        "Draw the line along a road, or choose a larger radius.");
  }
  return one;
}

operation::answer create(const operation::request& what, store::transaction& transaction, closure one) {
  one.id = transaction.new_id();
  one.created_by = what.who.account_id;
  one.created_at = transaction.now();
  insert_closure(transaction.db(), one);
  transaction.journal({.action = "create_closure", .subject_kind = "closure", .subject_id = one.id, .detail = record::one_line_json(what.body)});
  publish(transaction, one);
  return {.status = 201, .body = record::to_json(one), .version = one.version, .location = "/api/closures/" + one.id};
}

operation::answer remove(const operation::request& what, store::transaction& transaction, const closure_services& use) {
  auto one = find_closure(transaction.db(), what.part("id"));
  if (!one || one->removed_at) throw base::not_found("closure " + what.part("id"));
  operation::check_version(what, one->version, false);
  one->removed_at = transaction.now();
  ++one->version;
  remove_closure(transaction.db(), *one);
  fill_in(*one, use, transaction.now());
  transaction.journal({.action = "remove_closure", .subject_kind = "closure", .subject_id = one->id});
  publish(transaction, *one);
  return {.status = 204};
}

}  // namespace

void keep_closures(store::transaction& transaction, const closure_services& use) {
  for (auto& one : load_closures(transaction.db(), transaction.now())) {
    fill_in(one, use, transaction.now());
    keep(transaction, one);
  }
}

std::vector<operation::definition> closure_operations(closure_services use) {
  using operation::request;
  const auto* output = &record_of(static_cast<const closure*>(nullptr));
  std::vector<operation::definition> all;
  all.push_back({.name = "list_closures",
                 .method = "GET",
                 .path = "/api/closures",
                 .summary = "Closures in force and to come.",
                 .permission = may_read,
                 .output = output,
                 .output_shape = operation::shape::list,
                 .read = [use](const request&, store::connection& db) { return list(db, use); }});
  all.push_back(
      {.name = "create_closure",
       .method = "POST",
       .path = "/api/closures",
       .summary = "Shuts a stretch of road, at once or later, for a time or until it is lifted.",
       .permission = may_manage,
       .input = &record_of(static_cast<const closure_draft*>(nullptr)),
       .output = output,
       .write = [](const request& what, store::transaction& t, void* prepared) { return create(what, t, *static_cast<closure*>(prepared)); },
       .compute = [use](const request& what) { return prepare(what, use); }});
  all.push_back({.name = "remove_closure",
                 .method = "DELETE",
                 .path = "/api/closures/{id}",
                 .summary = "Opens the road again.",
                 .permission = may_manage,
                 .output_shape = operation::shape::none,
                 .write = [use](const request& what, store::transaction& t, void*) { return remove(what, t, use); }});
  return all;
}

}  // namespace road
