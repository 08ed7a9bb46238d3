#include "jobs/plan/plan_api.h"

#include <algorithm>
#include <iterator>

#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"

// The plans of the catalogue, as the screen shows them before one is activated.
namespace plan {
namespace {

using operation::answer;
using operation::request;
using record::json_array;
using record::json_object;

template <class Texts>
std::string texts_json(const Texts& texts) {
  json_array out;
  for (const auto& one : texts) out.text(one);
  return out.done();
}

std::string levels_json(const std::vector<level>& levels) {
  json_array out;
  for (const auto one : levels) out.text(name_of(one));
  return out.done();
}

void put_named(json_object& out, std::string_view code, const words& name) {
  out.text("code", code);
  out.raw("name", record::to_json(name));
}

std::string level_json(const level_rule& one) {
  json_object out;
  put_named(out, name_of(one.is), one.name);
  out.raw("when", record::to_json(one.when));
  json_array who;
  for (const auto& each : one.activated_by) {
    json_object by;
    by.text("role", each.role);
    by.text("level", area::name_of(each.at));
    who.raw(by.done());
  }
  out.raw("activated_by", who.done());
  return out.done();
}

std::string role_json(const plan_role& one) {
  json_object out;
  put_named(out, one.code, one.name);
  out.raw("held_by", texts_json(one.held_by));
  out.raw("units", texts_json(one.units));
  out.raw("level", one.at ? json_object::quoted(area::name_of(*one.at)) : "null");
  out.raw("levels", levels_json(one.levels));
  out.number("confirm_s", one.confirm_within.seconds());
  return out.done();
}

std::string task_json(const plan_task& one) {
  json_object out;
  put_named(out, one.code, one.name);
  out.raw("hint", record::to_json(one.hint));
  out.text("role", one.role);
  out.raw("levels", levels_json(one.levels));
  out.text("after", one.after);
  out.number("within_s", one.within.seconds());
  out.text("confirmed_by", one.confirmed_by);
  out.raw("needs_note", one.note ? "true" : "false");
  return out.done();
}

std::string resource_json(const plan_resource& one) {
  json_object out;
  put_named(out, one.code, one.name);
  out.text("kind", resource_kind_choices[static_cast<std::size_t>(one.kind)].code);
  out.text("of", one.of);
  out.number("at_least", static_cast<double>(one.at_least));
  return out.done();
}

template <class Items>
std::string each_json(const Items& items, std::string (*one)(const typename Items::value_type&)) {
  json_array out;
  for (const auto& item : items) out.raw(one(item));
  return out.done();
}

void put_head(json_object& out, const plan_type& of) {
  out.text("plan", of.code);
  out.raw("name", record::to_json(of.name));
  out.raw("sentence", record::to_json(of.sentence));
  out.number("edition", static_cast<double>(of.edition));
  out.text("version", of.version);
  out.raw("requirement", texts_json(of.requirement));
  out.raw("incident_types", texts_json(of.incident_types));
  out.raw("levels", each_json(of.levels, level_json));
}

answer list(const services& on, const request& what) {
  const auto present = on.plans.now();
  const auto wanted = what.parameter("incident_type");
  std::vector<std::string> items;
  for (const auto& [code, of] : *present) {
    if (!wanted.empty() && std::find(of.incident_types.begin(), of.incident_types.end(), wanted) == of.incident_types.end()) continue;
    json_object out;
    put_head(out, of);
    items.push_back(out.done());
  }
  return {.body = operation::list_json(items)};
}

answer get(const services& on, const request& what) {
  const auto present = on.plans.now();
  const auto found = present->find(what.part("plan"));
  if (found == present->end()) throw base::not_found("plan " + what.part("plan"));
  return {.body = plan_json(found->second)};
}

answer reload(const services& on, const request& what) {
  on.plans.reload({.account_id = what.who.account_id, .remote = what.who.remote, .request_id = what.request_id});
  json_object out;
  out.number("plans", static_cast<double>(on.plans.now()->size()));
  return {.body = out.done()};
}

}  // namespace

std::string plan_json(const plan_type& of) {
  json_object out;
  put_head(out, of);
  out.raw("roles", each_json(of.roles, role_json));
  out.raw("tasks", each_json(of.tasks, task_json));
  out.raw("resources", each_json(of.resources, resource_json));
  return out.done();
}

std::vector<operation::definition> plan_operations(const services& on) {
  return {{.name = "list_plans",
           .method = "GET",
           .path = "/api/plans",
           .summary = "The emergency plans of the catalogue, with their levels and who activates each.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = {{"incident_type", "those offered for an incident of this type"}},
           .read = [&on](const request& what, store::connection&) { return list(on, what); }},
          {.name = "get_plan",
           .method = "GET",
           .path = "/api/plans/{plan}",
           .summary = "A plan with its levels, roles, tasks and resources.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .read = [&on](const request& what, store::connection&) { return get(on, what); }},
          {.name = "reload_plans",
           .method = "POST",
           .path = "/api/plans/reload",
           .summary = "Reads the plans of the catalogue again; faulty ones leave the old in force.",
           .permission = "catalogue.write",
           .output_shape = operation::shape::other,
           .hand_over = [&on](const request& what, operation::when_answered done) {
             try {
               done(reload(on, what), nullptr);
             } catch (...) {
               done({}, std::current_exception());
             }
           }}};
}

std::vector<operation::definition> activation_operations(const services& on) {
  auto all = opening_operations(on);
  for (const auto part : {act_operations, resource_operations}) {
    auto some = part(on);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace plan
