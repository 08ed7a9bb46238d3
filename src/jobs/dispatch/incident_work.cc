#include "jobs/dispatch/incident_work.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/assignment_store.h"

namespace dispatch {

namespace {

struct assignment_text {
  const std::string& area_path;  // of its incident
  std::string text;
};

void keep(store::transaction& work, const assignment& one, assignment_text as) {
  work.keep({.topic = "assignment",
             .subject_id = one.id,
             .area_path = as.area_path,
             .permission = std::string(may_read),
             .ended = one.released_at.has_value(),
             .record = std::move(as.text)});
}

}  // namespace

acting acting_of(const operation::request& request) {
  return {.id = request.who.account_id, .name = request.who.display_name.empty() ? request.who.account_name : request.who.display_name};
}

void throw_if(const std::optional<refusal>& refused) {
  if (refused) throw base::conflict(refused->code, "This is not possible now.", refused->detail);
}

std::string json_of(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    if (value.empty()) continue;
    if (out.size() > 1) out += ',';
    base::append_json_string(out, name);
    out += ':';
    base::append_json_string(out, value);
  }
  return out + "}";
}

operation::answer answer_with(const incident& one, int status) {
  operation::answer answer{.status = status, .body = record::to_json(one), .version = one.version, .location = {}};
  if (status == 201) answer.location = "/api/incidents/" + one.id;
  return answer;
}

void keep(store::transaction& work, const incident& one) {
  work.keep({.topic = "incident",
             .subject_id = one.id,
             .area_path = one.area_path,
             .permission = std::string(may_read),
             .ended = !is_open(one.state),
             .record = record::to_json(one)});
}

void keep_as_it_stands(store::transaction& work, const incident_catalogue& types, std::string_view id) {
  if (const auto one = incident_query(work.db(), types, work.now()).find(id)) keep(work, *one);
}

void keep_open(store::transaction& work, const incident_catalogue& types) {
  const incident_query query(work.db(), types, work.now());
  operation::page page{.limit = 500, .after = ""};
  do {
    const auto found = query.list(which_incidents::open, page);
    for (const auto& one : found.items) {
      keep(work, one);
      for (const auto& a : one.assignments) {
        if (!a.released_at) keep(work, a, {.area_path = one.area_path, .text = record::to_json(a)});
      }
    }
    page.after = found.next;
  } while (!page.after.empty());
}

incident incident_work::open_for(const operation::request& request, std::string_view id, std::string_view permission) const {
  auto one = incident_query(work_.db(), of_.types, now(), request.who, may_read).get(id);
  if (!request.who.may(permission, one.area_path)) throw base::forbidden(std::string(permission));
  operation::check_version(request, one.version, false);
  return one;
}

void incident_work::save(incident& one) const {
  one.state = derive_state(one, one.assignments);
  one.updated_at = now();
  ++one.version;
  update_incident(work_.db(), one);
  publish(one);
}

void incident_work::publish(const incident& one) const {
  work_.publish(
      {.topic = "incident", .subject_id = one.id, .area_path = one.area_path, .permission = std::string(may_read), .payload = record::to_json(one)});
  keep(work_, one);
}

void incident_work::publish(const assignment& one, const std::string& area_path) const {
  auto text = record::to_json(one);
  keep(work_, one, {.area_path = area_path, .text = text});
  work_.publish(
      {.topic = "assignment", .subject_id = one.id, .area_path = area_path, .permission = std::string(may_read), .payload = std::move(text)});
}

void incident_work::say(const std::string& incident_id, std::string_view kind, const words& text, std::string detail) const {
  add_line(work_, {.at = now(),
                   .kind = std::string(kind),
                   .by = who_.id,
                   .by_name = who_.name,
                   .detail = {.text = std::move(detail)},
                   .text = text,
                   .incident_id = incident_id});
}

void incident_work::journal(std::string_view action, std::string_view kind, const std::string& id, std::string detail) const {
  work_.journal({.action = std::string(action), .subject_kind = std::string(kind), .subject_id = id, .detail = std::move(detail)});
}

void incident_work::release_all(incident& one, const std::string& why) const {
  for (auto& a : one.assignments) {
    if (a.released_at) continue;
    a = release(a, now(), why);
    if (!put_assignment(work_.db(), a)) {
      throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Unit " + a.unit_name + ".", "Try again.");
    }
    say(one.id, "released", say_released(a), json_of({{"assignment_id", a.id}, {"unit_id", a.unit_id}, {"reason", why}}));
    publish(a, one.area_path);
  }
}

}  // namespace dispatch
