#include "foundation/base/problem.h"
#include "jobs/dispatch/incident_intake.h"
#include "jobs/dispatch/incident_merge.h"
#include "jobs/dispatch/incident_operations.h"

namespace dispatch {
namespace {

using operation::answer;
using operation::request;

answer create_incident(const services& of, const request& request, store::transaction& transaction) {
  const auto draft = record::from_json<incident_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  const auto taken = take_call(work, draft, request.who, person_of(draft.caller));
  return answer_with(taken.what, taken.created ? 201 : 200);
}

// Moves the incident to another place: its area follows, and whoever could see it in the old one hears that it is gone.
void move_incident(const incident_work& work, const request& request, incident& one, const incident_change& change) {
  const auto place = place_of(*change.location, *work.parts().areas.now());
  if (place.fault != bad_place::none && !(place.fault == bad_place::outside && change.allow_outside)) {
    throw base::bad_input({explain(place.fault, *change.location)});
  }
  if (!request.who.may(may_write, place.area_path)) throw base::forbidden(std::string(may_write));
  const bool other_area = one.area_path != place.area_path;
  if (other_area) {
    work.transaction().publish({.topic = "incident",
                                .subject_id = one.id,
                                .area_path = one.area_path,
                                .permission = std::string(may_read),
                                .payload = R"({"id":")" + one.id + R"(","gone":true,"version":)" + std::to_string(one.version + 1) + "}"});
  }
  one.location = *change.location;
  one.outside = place.fault == bad_place::outside;
  one.area_id = place.area_id;
  one.area_path = place.area_path;
  one.area_name = place.area_name;
  if (!other_area) return;
  // Whoever may see the incident now may see who is out for it.
  for (const auto& a : one.assignments) {
    if (!a.released_at) work.publish(a, one.area_path);
  }
}

void reclassify(const incident_work& work, incident& one, const incident_change& change) {
  const auto& type = work.parts().types.get(*change.type);
  if (type.code == one.type) return;
  if (type.retired) throw base::bad_input({{"/type", "not_a_choice", "is retired: choose one that is still offered"}});
  const auto* before = work.parts().types.find(one.type);
  // A priority nobody chose follows the type; one that was set by hand stays.
  if (!change.priority && before != nullptr && one.priority == before->priority) one.priority = type.priority;
  if (!one.first_type) one.first_type = one.type;
  one.type = type.code;
  one.type_name = type.name;
}

answer update_incident_operation(const services& of, const request& request, store::transaction& transaction) {
  incident_change change;
  record::patch_json(request.body, record_of(&change), &change);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_write);
  operation::check_version(request, one.version, true);
  throw_if(refuse(incident_action::change, one));
  const auto before = one;
  if (change.type) reclassify(work, one, change);
  if (change.priority) one.priority = *change.priority;
  if (change.location && *change.location != one.location) move_incident(work, request, one, change);
  if (change.address) one.address = *change.address;
  if (change.description) one.description = *change.description;
  if (record::to_json(one) == record::to_json(before)) return answer_with(one);
  const auto from = before.type == one.type ? std::string() : before.type;
  work.say(one.id, "changed", say_changed(before, one), json_of({{"type_before", from}, {"type", from.empty() ? std::string() : one.type}}));
  work.journal("update_incident", "incident", one.id,
               json_of({{"type_before", from}, {"type", one.type}, {"priority", std::to_string(one.priority)}}));
  work.save(one);
  return answer_with(one);
}

answer add_note(const services& of, const request& request, store::transaction& transaction) {
  const auto note = record::from_json<note_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_note);
  throw_if(refuse(incident_action::note, one));
  work.say(one.id, "note", {.zh = note.text, .en = note.text});
  work.journal("add_note", "incident", one.id);
  work.save(one);  // a note is a change others must hear of
  return answer_with(one, 201);
}

answer cancel_incident(const services& of, const request& request, store::transaction& transaction) {
  const auto given = record::from_json<reason_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_write);
  if (one.state == incident_state::cancelled) return answer_with(one);  // a retry
  throw_if(refuse(incident_action::cancel, one));
  work.release_all(one, "cancelled");
  one.state = incident_state::cancelled;
  one.closed_at = work.now();
  one.result = given.reason;
  work.say(one.id, "cancelled", say_cancelled(given.reason));
  work.journal("cancel_incident", "incident", one.id);
  work.save(one);
  return answer_with(one);
}

answer close_incident(const services& of, const request& request, store::transaction& transaction) {
  const auto given = record::from_json<close_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_write);
  if (one.state == incident_state::closed && one.result == given.result) return answer_with(one);  // a retry
  throw_if(refuse(incident_action::close, one));
  work.release_all(one, "closed");
  one.state = incident_state::closed;
  one.closed_at = work.now();
  one.result = given.result;
  if (given.note) work.say(one.id, "note", {.zh = *given.note, .en = *given.note});
  work.say(one.id, "closed", say_closed(given.result));
  work.journal("close_incident", "incident", one.id);
  work.save(one);
  return answer_with(one);
}

answer reopen_incident(const services& of, const request& request, store::transaction& transaction) {
  const auto given = record::from_json<reason_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_write);
  throw_if(refuse(incident_action::reopen, one));
  one.state = incident_state::waiting;
  one.closed_at = std::nullopt;
  one.result.clear();
  one.reopened_at = work.now();
  ++one.reopened_count;
  work.say(one.id, "reopened", say_reopened(given.reason));
  work.journal("reopen_incident", "incident", one.id);
  work.save(one);
  return answer_with(one);
}

answer merge_incident(const services& of, const request& request, store::transaction& transaction) {
  const auto given = record::from_json<merge_draft>(request.body);
  const incident_work work(of, transaction, acting_of(request));
  auto one = work.open_for(request, request.part("id"), may_write);
  if (one.merged_into && *one.merged_into == given.into) return answer_with(one);  // a retry
  auto into = incident_query(transaction.db(), of.types, work.now(), request.who, may_read).find(given.into);
  if (!into) throw base::bad_input({{"/into", "unknown", "is no incident that can be seen"}});
  if (!request.who.may(may_write, into->area_path)) throw base::forbidden(std::string(may_write));
  merge_into(work, one, *into, given.units.value_or(merged_units::move));
  return answer_with(one);
}

}  // namespace

std::vector<operation::definition> incident_change_operations(const services& of) {
  const auto change = [&of](answer (*run)(const services&, const request&, store::transaction&)) {
    return [&of, run](const request& request, store::transaction& transaction, void*) { return run(of, request, transaction); };
  };
  const auto* incident_record = &record_of(static_cast<const incident*>(nullptr));
  const auto* reason = &record_of(static_cast<const reason_draft*>(nullptr));
  return {
      {.name = "create_incident",
       .method = "POST",
       .path = "/api/incidents",
       .summary = "Takes a call.",
       .permission = may_write,
       .input = &record_of(static_cast<const incident_draft*>(nullptr)),
       .output = incident_record,
       .write = change(create_incident)},
      {.name = "update_incident",
       .method = "PATCH",
       .path = "/api/incidents/{id}",
       .summary = "Changes what is known of an open incident.",
       .permission = may_write,
       .input = &record_of(static_cast<const incident_change*>(nullptr)),
       .output = incident_record,
       .needs_version = true,
       .write = change(update_incident_operation)},
      {.name = "add_note",
       .method = "POST",
       .path = "/api/incidents/{id}/notes",
       .summary = "Adds a note to the timeline.",
       .permission = may_note,
       .input = &record_of(static_cast<const note_draft*>(nullptr)),
       .output = incident_record,
       .write = change(add_note)},
      {.name = "cancel_incident",
       .method = "POST",
       .path = "/api/incidents/{id}/cancel",
       .summary = "Cancels an incident and releases its units.",
       .permission = may_write,
       .input = reason,
       .output = incident_record,
       .write = change(cancel_incident)},
      {.name = "close_incident",
       .method = "POST",
       .path = "/api/incidents/{id}/close",
       .summary = "Closes an incident no unit is out for any more.",
       .permission = may_write,
       .input = &record_of(static_cast<const close_draft*>(nullptr)),
       .output = incident_record,
       .write = change(close_incident)},
      {.name = "reopen_incident",
       .method = "POST",
       .path = "/api/incidents/{id}/reopen",
       .summary = "Reopens a closed or cancelled incident.",
       .permission = may_write,
       .input = reason,
       .output = incident_record,
       .write = change(reopen_incident)},
      {.name = "merge_incident",
       .method = "POST",
       .path = "/api/incidents/{id}/merge",
       .summary = "Merges an incident into another that stands for both.",
       .permission = may_write,
       .input = &record_of(static_cast<const merge_draft*>(nullptr)),
       .output = incident_record,
       .write = change(merge_incident)},
  };
}

}  // namespace dispatch
