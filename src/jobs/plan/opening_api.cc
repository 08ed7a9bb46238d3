#include "engines/matter/matter_store.h"
#include "foundation/base/problem.h"
#include "foundation/calendar/day.h"
#include "jobs/plan/activation_inputs.h"
#include "jobs/plan/board.h"
#include "jobs/plan/plan_api.h"
#include "jobs/plan/plan_catalogue.h"

// Activating a plan; reading what is in force.
namespace plan {
namespace {

using operation::answer;
using operation::request;

const plan_type& plan_of(const services& on, const plan_types& present, const std::string& code) {
  const auto found = present.find(code);
  if (found == present.end()) throw base::bad_input({{"/plan", "unknown", "is no plan of the catalogue"}});
  if (!on.only_plan.empty() && code != on.only_plan) {
    throw base::bad_input({{"/plan", "excluded", "is not the plan of this drill"}});
  }
  return found->second;
}

void put_place(const services& on, store::connection& db, const activation_draft& draft, activation& into) {
  if (!draft.place_id) return;
  look_up(on, db, [&](store::connection& town) {
    const auto rows = town.query("SELECT area_id, position_lon, position_lat FROM places WHERE id = $1", {*draft.place_id});
    if (rows.empty()) throw base::bad_input({{"/place_id", "unknown", "is no place"}});
    if (into.area_id.empty() && !rows.null(0, 0)) into.area_id = rows.text(0, 0);
    if (!into.position) into.position = base::position{.lon = rows.number(0, 1), .lat = rows.number(0, 2)};
  });
  into.place_id = draft.place_id;
}

void put_incident(const services& on, const request& what, store::connection& db, const activation_draft& draft, activation& into) {
  if (!draft.incident_id) return;
  const auto found = on.find_incident ? on.find_incident(db, what.who, *draft.incident_id) : std::nullopt;
  if (!found) throw base::bad_input({{"/incident_id", "unknown", "is no incident that can be seen here"}});
  into.incident_id = *draft.incident_id;
  into.reported_at = found->reported_at;
  if (into.area_id.empty()) into.area_id = found->area_id;
  if (!into.position) into.position = found->position;
}

// Where: said, or of the place, the incident or the position.
void put_where(const services& on, const request& what, store::connection& db, const activation_draft& draft, activation& into) {
  into.area_id = draft.area_id.value_or("");
  into.position = draft.position;
  if (draft.position) {
    if (auto fault = record::position_fault(*draft.position)) {
      fault->pointer = "/position" + fault->pointer;
      throw base::bad_input({*fault});
    }
  }
  put_place(on, db, draft, into);
  put_incident(on, what, db, draft, into);
  const auto areas = on.areas.now();
  if (into.area_id.empty() && into.position) {
    if (const auto* found = areas->find_at(*into.position)) into.area_id = found->id;
  }
  if (into.area_id.empty()) throw base::bad_input({{"/area_id", "missing", "say where: an area, a place, an incident or a position"}});
  const auto* area = areas->find(into.area_id);
  if (area == nullptr) throw base::bad_input({{"/area_id", "unknown", "is no area"}});
  into.area_path = area->path;
}

// What the plan says it needs is on the board from the beginning.
void need_resources(activation_case& one, store::transaction& work, const scene& in) {
  for (const auto& each : in.of.resources) {
    one.resources.push_back({.id = work.new_id(),
                             .code = each.code,
                             .kind = each.kind,
                             .name = each.name.zh + " / " + each.name.en,
                             .count = each.at_least,
                             .state = resource_state::needed,
                             .updated_at = in.now});
  }
}

answer activate(const services& on, const request& what, store::transaction& work) {
  const auto draft = record::from_json<activation_draft>(what.body);
  const auto present = on.plans.now();
  const auto& of = plan_of(on, *present, draft.plan);
  activation_case one;
  one.what.at = draft.at;
  one.what.reason = draft.reason;
  put_where(on, what, work.db(), draft, one.what);
  const auto areas = on.areas.now();
  const scene in{.of = of, .areas = *areas, .who = what.who, .now = work.now()};
  if (!what.who.may(may_write, one.what.area_path)) throw base::forbidden(std::string(may_write));
  matter::throw_if(refuse_activation(in, draft.at, one.what.area_id));
  lines said;
  begin(one, said, in);
  one.what.id = work.new_id();
  one.what.number = matter::next_number(work.db(), std::string(on.only_plan.empty() ? activation_prefix : drill_prefix),
                                        calendar::year_of(calendar::day_of(in.now, on.utc_offset_min)));
  need_resources(one, work, in);
  remember_plan(work, of);
  open_matters(on, work, one, said, in);
  insert_case(work, one, said);
  work.journal({.action = "activate_plan",
                .subject_kind = "activation",
                .subject_id = one.what.id,
                .detail = R"({"plan":")" + of.code + R"(","level":")" + std::string(name_of(draft.at)) + "\"}"});
  auto out = board_answer(on, work.db(), what.who, one.what.id);
  out.status = 201;
  out.location = "/api/activations/" + one.what.id + "/board";
  return out;
}

answer list(const services& on, const request& what, store::connection& db) {
  const auto page = operation::page_of(what);
  const auto state = what.parameter("state");
  if (!state.empty() && state != "active" && state != "ended") throw base::bad_input({{"/state", "not_a_choice", "must be active or ended"}});
  clause asked;
  if (state == "active") asked.where += " AND a.stood_down_at IS NULL";
  if (state == "ended") asked.where += " AND a.stood_down_at IS NOT NULL";
  const auto also = [&](const std::string& condition, std::string_view content) {
    if (content.empty()) return;
    asked.parameters.emplace_back(std::string(content));
    asked.where += " AND " + condition + "$" + std::to_string(asked.parameters.size());
  };
  also("a.plan = ", what.parameter("plan"));
  also("a.incident_id = ", what.parameter("incident_id"));
  also("a.id < ", page.after);
  asked.order = " ORDER BY a.id DESC LIMIT " + std::to_string(page.limit + 1);
  auto found = read_activations(db, &what.who, on.time.now(), std::move(asked));
  const bool more = found.size() > page.limit;
  if (more) found.pop_back();
  std::vector<std::string> items;
  for (auto& one : found) {
    try {
      add_names(one, setting_of(on, db, one));
    } catch (const base::problem&) {  // shown by its codes: a list must not fail for one of its rows
    }
    items.push_back(record::to_json(one));
  }
  return {.body = operation::list_json(items, more ? found.back().id : "")};
}

answer log(const services& on, const request& what, store::connection& db) {
  auto page = operation::page_of(what);
  const auto one = get_activation(db, &what.who, on.time.now(), what.part("id"));
  ++page.limit;
  auto found = list_log(db, one.id, page);
  const bool more = found.size() == page.limit;
  if (more) found.pop_back();
  std::vector<std::string> items;
  for (const auto& each : found) items.push_back(record::to_json(each));
  return {.body = operation::list_json(items, more ? found.back().id : "")};
}

}  // namespace

answer board_answer(const services& on, store::connection& db, const operation::caller& who, const std::string& id) {
  auto one = get_activation(db, &who, on.time.now(), id);
  const auto shown = board_of(on, db, who, load_case(db, std::move(one)));
  return {.body = record::to_json(shown), .version = shown.what.version};
}

std::vector<operation::definition> opening_operations(const services& on) {
  const auto* board_table = &record_of(static_cast<const board*>(nullptr));
  return {{.name = "activate_plan",
           .method = "POST",
           .path = "/api/activations",
           .summary = "Activates a plan at a level; 403 not_your_step for who may not decide it there.",
           .permission = may_write,
           .input = &record_of(static_cast<const activation_draft*>(nullptr)),
           .output = board_table,
           .write = [&on](const request& what, store::transaction& work, void*) { return activate(on, what, work); }},
          {.name = "list_activations",
           .method = "GET",
           .path = "/api/activations",
           .summary = "Plans in force and ended ones, the newest first.",
           .permission = may_read,
           .output = &record_of(static_cast<const activation*>(nullptr)),
           .output_shape = operation::shape::list,
           .parameters = {{"state", "active or ended"}, {"plan", "of this plan"}, {"incident_id", "answering this incident"}},
           .read = [&on](const request& what, store::connection& db) { return list(on, what, db); }},
          {.name = "get_activation_board",
           .method = "GET",
           .path = "/api/activations/{id}/board",
           .summary = "Everything of a plan in force, as of now.",
           .permission = may_read,
           .output = board_table,
           .read = [&on](const request& what, store::connection& db) { return board_answer(on, db, what.who, what.part("id")); }},
          {.name = "list_activation_log",
           .method = "GET",
           .path = "/api/activations/{id}/log",
           .summary = "Its whole log, the oldest first.",
           .permission = may_read,
           .output = &record_of(static_cast<const log_line*>(nullptr)),
           .output_shape = operation::shape::list,
           .read = [&on](const request& what, store::connection& db) { return log(on, what, db); }}};
}

}  // namespace plan
