#include "foundation/base/problem.h"
#include "jobs/dispatch/incident_intake.h"
#include "jobs/dispatch/incident_operations.h"
#include "jobs/dispatch/sos.h"
#include "jobs/dispatch/sos_store.h"

namespace dispatch {
namespace {

using operation::answer;
using operation::request;

answer receipt(const help_receipt& one, int status) {
  return {.status = status, .body = record::to_json(one), .version = one.version > 0 ? std::optional(one.version) : std::nullopt};
}

help_receipt receipt_for(const help_call& call, calling_unit unit, store::transaction& work, const area::area_tree& areas) {
  if (call.position) unit.places.sent = base::position{.lon = call.position->lon, .lat = call.position->lat};
  const auto chosen = place_in_town(unit.places, areas);
  help_receipt one{.id = work.new_id(), .client_key = call.client_key, .unit_id = unit.id, .unit_name = unit.name};
  one.sent_at = call.at;
  one.received_at = work.now();
  one.position = chosen.position;
  one.position_from = chosen.from;
  if (chosen.from == help_from::last_known) one.position_at = unit.last_known_at;
  one.note = call.note.value_or("");
  one.version = 1;
  return one;
}

// What the desk reads: which unit, and what the place on the map is worth.
std::string description_of(const help_receipt& one) {
  const auto& from = help_from_choices[static_cast<std::size_t>(one.position_from.value())];
  std::string text = "SOS " + one.unit_name + " · " + std::string(from.zh) + " / " + std::string(from.en);
  if (one.position_at) text += " (" + to_rfc3339(*one.position_at) + ")";
  if (!one.note.empty()) text += "\n" + one.note;
  return text;
}

void publish(store::transaction& work, const help_receipt& one, const std::string& area_path) {
  work.publish({.topic = "sos", .subject_id = one.id, .area_path = area_path, .permission = std::string(may_read), .payload = record::to_json(one)});
}

answer send_sos(const services& of, const request& request, store::transaction& transaction) {
  const auto call = record::from_json<help_call>(request.body);
  auto& db = transaction.db();
  auto unit = find_calling_unit(db, request.who, call.unit_id);
  if (unit && of.units != nullptr) take_live_position(*unit, *of.units);
  if (!unit) throw base::not_found("unit " + call.unit_id);
  if (const auto before = find_help(db, call.unit_id, call.client_key)) return receipt(*before, 200);
  auto one = receipt_for(call, *unit, transaction, *of.areas.now());
  if (!reserve_help(db, one, request.who.account_id)) {
    // Another node took it this very moment; it is safe there, and the next repetition finds it.
    throw base::problem(503, "taken_elsewhere", "The call is being taken at another node.", "", "Send it again.");
  }
  const auto opened = open_by_system(of, transaction,
                                     {.type = std::string(help_type),
                                      .priority = 1,
                                      .where = one.position.value(),
                                      .description = description_of(one),
                                      .source = "sos",
                                      .source_id = one.id,
                                      .at = time_of_call(call.at, transaction.now()),
                                      .by = acting_of(request)});
  one.incident_id = opened.id;
  set_help_incident(db, one);
  const incident_work work(of, transaction, acting_of(request));
  work.say(
      opened.id, "sos", {.zh = one.unit_name + " 紧急求援", .en = one.unit_name + " called for help"},
      json_of(
          {{"sos_id", one.id}, {"unit_id", one.unit_id}, {"position_from", name_of(one.position_from.value())}, {"sent_at", to_rfc3339(call.at)}}));
  publish(transaction, one, opened.area_path);
  return receipt(one, 201);
}

answer get_sos(const services&, const request& request, store::connection& db) {
  const auto& key = request.part("client_key");
  if (const auto found = find_help_for(db, request.who, key)) return receipt(*found, 200);
  // Not here: with the sender still, who must not take silence for an answer.
  return receipt({.client_key = key, .state = help_state::queued}, 200);
}

answer list_sos(const services&, const request& request, store::connection& db) {
  std::vector<std::string> items;
  for (const auto& one : list_waiting_help(db, request.who)) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items)};
}

answer confirm_sos(const services& of, const request& request, store::transaction& transaction) {
  auto one = get_help(transaction.db(), request.who, request.part("id"));
  const incident_work work(of, transaction, acting_of(request));
  const auto opened = work.open_for({.who = request.who, .request_id = request.request_id}, one.incident_id.value_or(""), may_write);
  if (one.confirmed_at) return receipt(one, 200);  // a retry, or two at the desk at once
  one.confirmed_at = std::max(transaction.now(), one.received_at.value());
  one.state = help_state::confirmed;
  ++one.version;
  set_help_confirmed(transaction.db(), one, request.who.account_id);
  work.say(opened.id, "sos_confirmed", {.zh = "已确认收到求援", .en = "Call for help confirmed"},
           json_of({{"sos_id", one.id}, {"unit_id", one.unit_id}}));
  work.journal("confirm_sos", "sos", one.id, json_of({{"incident_id", opened.id}, {"unit_id", one.unit_id}}));
  publish(transaction, one, opened.area_path);
  return receipt(one, 200);
}

}  // namespace

std::vector<operation::definition> sos_operations(const services& of) {
  const auto change = [&of](answer (*run)(const services&, const request&, store::transaction&)) {
    return [&of, run](const request& request, store::transaction& transaction, void*) { return run(of, request, transaction); };
  };
  const auto read = [&of](answer (*run)(const services&, const request&, store::connection&)) {
    return [&of, run](const request& request, store::connection& db) { return run(of, request, db); };
  };
  const auto* output = &record_of(static_cast<const help_receipt*>(nullptr));
  return {
      {.name = "send_sos",
       .method = "POST",
       .path = "/api/sos",
       .summary = "A unit's silent call for help: opens one incident of top priority, however often it is repeated.",
       .permission = may_call_for_help,
       .input = &record_of(static_cast<const help_call*>(nullptr)),
       .output = output,
       .write = change(send_sos)},
      {.name = "list_sos",
       .method = "GET",
       .path = "/api/sos",
       .summary = "Calls for help nobody has confirmed, oldest first.",
       .permission = may_read,
       .output = output,
       .output_shape = operation::shape::list,
       .read = read(list_sos)},
      {.name = "get_sos",
       .method = "GET",
       .path = "/api/sos/{client_key}",
       .summary = "How far a call for help came: queued (not here), received or confirmed.",
       .permission = may_call_for_help,
       .output = output,
       .read = read(get_sos)},
      {.name = "confirm_sos",
       .method = "POST",
       .path = "/api/sos/{id}/confirm",
       .summary = "Tells the sender that the desk has seen the call; the first confirmation counts.",
       .permission = may_write,
       .output = output,
       .write = change(confirm_sos)},
  };
}

}  // namespace dispatch
