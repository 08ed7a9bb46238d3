#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/incident_operations.h"
#include "town/area/place.h"

namespace dispatch {
namespace {

using operation::answer;
using operation::request;

incident_query visible(const services& of, const request& request, store::connection& db) {
  return {db, of.types, of.time.now(), request.who, may_read};
}

answer list_types(const services& of, const request&, store::connection&) {
  std::vector<std::string> items;
  for (const auto& type : of.types.all()) items.push_back(record::to_json(type));
  return {.body = operation::list_json(items), .version = {}, .location = {}};
}

// A place is a point on the map and often a large building: what happened within so many metres happened there.
constexpr std::int64_t usual_radius_m = 50, largest_radius_m = 2'000;

std::optional<circle> around_place(const request& request, store::connection& db) {
  const auto id = request.parameter("place_id"), radius = request.parameter("radius_m");
  if (id.empty()) {
    if (!radius.empty()) throw base::bad_input({{"/radius_m", "not_alone", "goes with place_id"}});
    return std::nullopt;
  }
  const auto metres = radius.empty() ? std::optional(usual_radius_m) : base::parse_int(radius);
  if (!metres || *metres < 1 || *metres > largest_radius_m) throw base::bad_input({{"/radius_m", "out_of_range", "must be 1 … 2000 metres"}});
  const auto place = area::find_place(db, id);
  if (!place) throw base::bad_input({{"/place_id", "unknown", "is no place"}});
  return circle{.center = place->position, .radius_m = static_cast<double>(*metres)};
}

answer list_incidents(const services& of, const request& request, store::connection& db) {
  const auto state = request.parameter("state");
  which_incidents which = which_incidents::open;
  if (state == "closed") {
    which = which_incidents::ended;
  } else if (state == "all") {
    which = which_incidents::all;
  } else if (!state.empty() && state != "open") {
    throw base::bad_input({{"/state", "not_a_choice", "must be open, closed or all"}});
  }
  const auto found = visible(of, request, db).list(which, operation::page_of(request), around_place(request, db));
  std::vector<std::string> items;
  items.reserve(found.items.size());
  for (const auto& one : found.items) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, found.next), .version = {}, .location = {}};
}

answer get_incident(const services& of, const request& request, store::connection& db) {
  return answer_with(visible(of, request, db).get(request.part("id")));
}

answer get_timeline(const services& of, const request& request, store::connection& db) {
  const auto query = visible(of, request, db);
  const auto one = query.get(request.part("id"));
  auto ids = query.merged_into(one.id);
  ids.insert(ids.begin(), one.id);
  std::vector<std::string> items;
  for (const auto& line : list_lines(db, ids)) items.push_back(record::to_json(line));
  return {.body = operation::list_json(items), .version = {}, .location = {}};
}

answer list_duplicates(const services& of, const request& request, store::connection& db) {
  const auto lon = base::parse_double(request.parameter("lon"));
  const auto lat = base::parse_double(request.parameter("lat"));
  duplicate_query call{
      .location = {.lon = lon.value_or(0), .lat = lat.value_or(0)}, .type = std::string(request.parameter("type")), .at = of.time.now()};
  std::vector<base::wrong_field> wrong;
  if (!lon || *lon < -180 || *lon > 180) wrong.push_back({"/lon", "out_of_range", "must be a longitude, -180 … 180"});
  if (!lat || *lat < -90 || *lat > 90) wrong.push_back({"/lat", "out_of_range", "must be a latitude, -90 … 90"});
  if (const auto at = request.parameter("at"); !at.empty()) {
    const auto time = base::instant_from_rfc3339(at);
    if (!time) wrong.push_back({"/at", "wrong_type", "must be an RFC 3339 time"});
    call.at = time.value_or(call.at);
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  if (!call.type.empty()) static_cast<void>(of.types.get(call.type));
  const auto near = visible(of, request, db).near(call);
  std::vector<std::string> items;
  for (const auto& one : find_duplicates(call, near, of.types)) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items), .version = {}, .location = {}};
}

// A reading is written down before it is given: so a read that writes.
answer get_caller(const services& of, const request& request, store::transaction& transaction) {
  const incident_work work(of, transaction, acting_of(request));
  const auto one = work.open_for(request, request.part("id"), may_read_caller);
  const auto caller = of.callers.open(transaction.db(), one.id, work.now());
  if (!caller) throw base::not_found("caller of incident " + one.number);
  work.journal("read_caller", "incident", one.id);
  work.say(one.id, "caller_read", {.zh = "查看了报警人信息", .en = "Read who called"});
  return {.body = record::to_json(*caller), .version = {}, .location = {}, .secret = true};
}

}  // namespace

std::size_t destroy_callers(const services& of, store::transaction& transaction, std::size_t limit) {
  const incident_work work(of, transaction, {});
  const auto gone = destroy_expired_callers(transaction, limit);
  for (const auto& id : gone) {
    work.say(id, "caller_destroyed", {.zh = "报警人信息到期销毁", .en = "The caller's data expired and was destroyed"});
    work.journal("destroy_caller", "incident", id);
    if (const auto one = incident_query(transaction.db(), of.types, work.now()).find(id)) work.publish(*one);
  }
  return gone.size();
}

std::vector<operation::definition> incident_read_operations(const services& of) {
  const auto read = [&of](answer (*run)(const services&, const request&, store::connection&)) {
    return [&of, run](const request& request, store::connection& db) { return run(of, request, db); };
  };
  const auto* incident_record = &record_of(static_cast<const incident*>(nullptr));
  using operation::shape;
  return {
      {.name = "list_incident_types",
       .method = "GET",
       .path = "/api/incident-types",
       .summary = "What a call can be about.",
       .permission = "",
       .output = &record_of(static_cast<const incident_type*>(nullptr)),
       .output_shape = shape::list,
       .read = read(list_types)},
      {.name = "list_incidents",
       .method = "GET",
       .path = "/api/incidents",
       .summary = "Incidents: open ones by priority and time of the call, others latest first.",
       .permission = may_read,
       .output = incident_record,
       .output_shape = shape::list,
       .parameters = {{"state", "open (standard), closed or all"},
                      {"place_id", "at this place only"},
                      {"radius_m", "how far from it: 1 … 2000, standard 50"},
                      {"limit", "1 … 500"},
                      {"after", "cursor"}},
       .read = read(list_incidents)},
      {.name = "get_incident",
       .method = "GET",
       .path = "/api/incidents/{id}",
       .summary = "One incident.",
       .permission = may_read,
       .output = incident_record,
       .read = read(get_incident)},
      {.name = "get_timeline",
       .method = "GET",
       .path = "/api/incidents/{id}/timeline",
       .summary = "Every step of an incident, and of those merged into it, in order.",
       .permission = may_read,
       .output = &record_of(static_cast<const timeline_line*>(nullptr)),
       .output_shape = shape::list,
       .read = read(get_timeline)},
      {.name = "list_duplicates",
       .method = "GET",
       .path = "/api/incident-duplicates",
       .summary = "Open incidents that may be the same matter as a call, likeliest first.",
       .permission = may_read,
       .output = &record_of(static_cast<const duplicate*>(nullptr)),
       .output_shape = shape::list,
       .parameters =
           {{"lon", "longitude, WGS-84", true}, {"lat", "latitude, WGS-84", true}, {"type", "code of the catalogue"}, {"at", "time of the call"}},
       .read = read(list_duplicates)},
      {.name = "get_caller",
       .method = "GET",
       .path = "/api/incidents/{id}/caller",
       .summary = "Who called; each reading is journaled.",
       .permission = may_read_caller,
       .output = &record_of(static_cast<const caller_person*>(nullptr)),
       .write = [&of](const request& request, store::transaction& transaction, void*) { return get_caller(of, request, transaction); }},
  };
}

std::vector<operation::definition> incident_operations(const services& of) {
  std::vector<operation::definition> all;
  for (auto part : {incident_read_operations, incident_change_operations, assignment_operations, sos_operations, exchange_110_operations}) {
    for (auto& one : part(of)) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace dispatch
