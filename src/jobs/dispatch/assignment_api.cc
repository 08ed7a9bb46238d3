#include "foundation/base/problem.h"
#include "jobs/dispatch/assignment_rules.h"
#include "jobs/dispatch/assignment_store.h"
#include "jobs/dispatch/incident_operations.h"
#include "jobs/dispatch/recommendation_store.h"

namespace dispatch {
namespace {

using operation::answer;
using operation::request;

base::problem changed_meanwhile(const assignment& one) {
  return {409, "changed_meanwhile", "Somebody changed this at the same moment.", "Unit " + one.unit_name + ".", "Read it again and decide again."};
}

// The loser of a race is told who won, when, and for what, as far as it may see that.
base::problem taken_problem(const unit_taken& holder, const request& request) {
  const bool may_know = request.who.may(may_read, holder.incident_area_path);
  const auto who = holder.taken_by_name.empty() ? std::string("somebody else") : holder.taken_by_name;
  base::problem taken(409, "unit_taken", "The unit is taken.",
                      holder.unit_name + " was sent by " + who + " at " + to_rfc3339(holder.taken_at) +
                          (may_know ? " to incident " + holder.incident_number + "." : " to another incident."),
                      "Choose another unit, or ask that one to be released.");
  taken.members = {{"taken_by", holder.taken_by}, {"taken_by_name", holder.taken_by_name}, {"taken_at", to_rfc3339(holder.taken_at)}};
  if (may_know) {
    taken.members.emplace_back("incident_number", holder.incident_number);
    taken.members.emplace_back("incident_id", holder.incident_id);
  }
  return taken;
}

// The unit's name; it must exist and be on shift.
std::string name_of_unit(store::connection& db, const std::string& unit_id) {
  const auto rows = db.query("SELECT name, on_shift FROM units WHERE id = $1", {unit_id});
  if (rows.empty()) throw base::bad_input({{"/unit_id", "unknown", "is no unit"}});
  if (!rows.boolean(0, 1))
    throw base::conflict("unit_off_shift", "The unit is off shift.", rows.text(0, 0) + " is off shift; put it on shift first.");
  return rows.text(0, 0);
}

// Takes the unit for the incident and tells everybody.
assignment send_unit(const incident_work& work, const request& request, incident& one, const assignment_draft& draft) {
  auto& db = work.transaction().db();
  assignment wanted{.id = work.transaction().new_id(), .incident_id = one.id, .unit_id = draft.unit_id};
  wanted.unit_name = name_of_unit(db, draft.unit_id);
  wanted.assigned_at = work.now();
  wanted.assigned_by = work.who().id;
  wanted.assigned_by_name = work.who().name;
  wanted.recommendation_id = draft.recommendation_id;
  wanted.reason = draft.reason.value_or("");
  if (draft.recommendation_id) wanted.eta_s = find_eta_s(db, *draft.recommendation_id, one.id, draft.unit_id);
  auto taken = take_unit(db, wanted);
  if (const auto* holder = std::get_if<unit_taken>(&taken)) throw taken_problem(*holder, request);
  auto made = std::get<assignment>(std::move(taken));
  work.journal("assign_unit", "assignment", made.id,
               json_of({{"incident_id", one.id}, {"unit_id", made.unit_id}, {"epoch", std::to_string(made.epoch)}}));
  work.publish(made, one.area_path);
  one.assignments.push_back(made);
  return made;
}

answer answer_with(const assignment& one, int status = 200) {
  return {.status = status, .body = record::to_json(one), .version = one.version, .location = status == 201 ? "/api/assignments/" + one.id : ""};
}

answer assign_unit(const services& of, const request& request, store::transaction& transaction) {
  const auto draft = record::from_json<assignment_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_send);
  throw_if(refuse(incident_action::assign, one));
  const auto made = send_unit(work, request, one, draft);
  work.say(one.id, "assigned", say_assigned(made),
           json_of({{"assignment_id", made.id}, {"unit_id", made.unit_id}, {"recommendation_id", made.recommendation_id.value_or("")}}));
  work.save(one);
  return answer_with(made, 201);
}

struct opened {
  incident of = {};
  assignment* one = nullptr;  // in of.assignments
};

// The assignment with its incident, as the requester may see and touch it, in the version the requester saw.
opened open_assignment(const incident_work& work, const request& request, std::string_view permission) {
  const auto found = find_assignment(work.transaction().db(), request.part("id"));
  if (!found) throw base::not_found("assignment");
  opened o{.of = incident_query(work.transaction().db(), work.parts().types, work.now(), request.who, may_read).get(found->incident_id)};
  if (!request.who.may(permission, o.of.area_path)) throw base::forbidden(std::string(permission));
  for (auto& a : o.of.assignments) {
    if (a.id == found->id) o.one = &a;
  }
  operation::check_version(request, found->version, false);
  return o;
}

answer set_assignment_status(const services& of, const request& request, store::transaction& transaction) {
  const auto report = record::from_json<status_report>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto o = open_assignment(work, request, may_report);
  auto result = advance(*o.one, report.status, report.at.value_or(work.now()), work.now());
  if (const auto* refused = std::get_if<refusal>(&result)) throw_if(*refused);
  auto& step = std::get<step_taken>(result);
  if (!step.changed) return answer_with(*o.one);
  if (!put_assignment(transaction.db(), step.after)) throw changed_meanwhile(*o.one);
  *o.one = step.after;
  const auto at = step_at(step.after, report.status).value_or(work.now());
  work.say(o.of.id, "step", report.status == assignment_status::released ? say_released(step.after) : say_step(step.after, report.status),
           json_of({{"assignment_id", step.after.id},
                    {"unit_id", step.after.unit_id},
                    {"status", name_of(report.status)},
                    {"at", to_rfc3339(at)},
                    {"device_at", step.time_corrected ? to_rfc3339(*report.at) : ""}}));
  work.journal("set_assignment_status", "assignment", step.after.id, json_of({{"status", name_of(report.status)}}));
  work.publish(step.after, o.of.area_path);
  work.save(o.of);
  return answer_with(step.after);
}

answer transfer_assignment(const services& of, const request& request, store::transaction& transaction) {
  const auto draft = record::from_json<transfer_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto o = open_assignment(work, request, may_send);
  throw_if(refuse(incident_action::assign, o.of));
  if (o.one->released_at) throw_if(refusal{"assignment_over", "The unit was released at " + to_rfc3339(*o.one->released_at) + "."});
  if (draft.unit_id == o.one->unit_id) throw base::bad_input({{"/unit_id", "same", "is the unit that is out already"}});
  *o.one = release(*o.one, work.now(), "transferred");
  const auto from = *o.one;
  if (!put_assignment(transaction.db(), from)) throw changed_meanwhile(from);
  work.publish(from, o.of.area_path);
  const auto made = send_unit(work, request, o.of, {.unit_id = draft.unit_id, .recommendation_id = from.recommendation_id, .reason = draft.reason});
  work.say(
      o.of.id, "transferred", say_transferred(from, made),
      json_of({{"from", from.id}, {"assignment_id", made.id}, {"unit_from", from.unit_id}, {"unit_id", made.unit_id}, {"reason", draft.reason}}));
  work.save(o.of);
  return answer_with(made, 201);
}

}  // namespace

std::vector<operation::definition> assignment_operations(const services& of) {
  const auto change = [&of](answer (*run)(const services&, const request&, store::transaction&)) {
    return [&of, run](const request& request, store::transaction& transaction, void*) { return run(of, request, transaction); };
  };
  const auto* assignment_record = &record_of(static_cast<const assignment*>(nullptr));
  return {
      {.name = "assign_unit",
       .method = "POST",
       .path = "/api/incidents/{id}/assignments",
       .summary = "Sends a unit; 409 unit_taken says who was faster, when and for what.",
       .permission = may_send,
       .input = &record_of(static_cast<const assignment_draft*>(nullptr)),
       .output = assignment_record,
       .write = change(assign_unit)},
      {.name = "set_assignment_status",
       .method = "POST",
       .path = "/api/assignments/{id}/status",
       .summary = "A unit's next step; a repeated one changes nothing.",
       .permission = may_report,
       .input = &record_of(static_cast<const status_report*>(nullptr)),
       .output = assignment_record,
       .write = change(set_assignment_status)},
      {.name = "transfer_assignment",
       .method = "POST",
       .path = "/api/assignments/{id}/transfer",
       .summary = "Releases the unit and sends another in its place, both or neither.",
       .permission = may_send,
       .input = &record_of(static_cast<const transfer_draft*>(nullptr)),
       .output = assignment_record,
       .write = change(transfer_assignment)},
  };
}

}  // namespace dispatch
