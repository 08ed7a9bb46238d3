#include "jobs/dispatch/recommendation_api.h"

#include "foundation/base/problem.h"
#include "jobs/dispatch/incident_store.h"
#include "jobs/dispatch/incident_work.h"

namespace dispatch {
namespace {

operation::answer shown(const stored_recommendation& one, int status = 200) {
  operation::answer given{.status = status, .body = to_json(one)};
  if (status == 201) given.location = "/api/recommendations/" + one.id;
  return given;
}

// Computed before the writer's turn: a road search has no place in a
// transaction.
std::shared_ptr<void> compute(const operation::request& what, store::connection& db, const recommendation_services& use) {
  const auto incident = incident_query(db, use.types, use.time.now(), what.who, may_read).get(what.part("id"));
  if (!what.who.may(may_send, incident.area_path)) throw base::forbidden(std::string(may_send));
  if (!is_open(incident.state)) {
    throw base::conflict("incident_closed", "The incident is closed.", "Nobody needs to go to " + incident.number + " any more.");
  }
  return std::const_pointer_cast<computed_recommendation>(use.who_goes.recommend(facts_of(incident, use.types)));
}

operation::answer create(const operation::request& what, store::transaction& transaction, void* prepared, const recommendation_services& use) {
  const auto kept = use.who_goes.keep(transaction, *static_cast<const computed_recommendation*>(prepared), what.who.account_id);
  keep_as_it_stands(transaction, use.types, kept.incident_id);
  return shown(kept, 201);
}

}  // namespace

std::vector<operation::definition> recommendation_operations(recommendation_services use) {
  using operation::request;
  const auto* output = &record_of(static_cast<const recommendation*>(nullptr));
  std::vector<operation::definition> all;
  all.push_back({.name = "recommend",
                 .method = "POST",
                 .path = "/api/incidents/{id}/recommendations",
                 .summary = "Says who should go now, and why not the others; kept with "
                            "everything it rests on.",
                 .permission = may_send,
                 .output = output,
                 .write = [use](const request& what, store::transaction& t, void* prepared) { return create(what, t, prepared, use); },
                 .prepare = [use](const request& what, store::connection& db) { return compute(what, db, use); }});
  all.push_back({.name = "get_latest_recommendation",
                 .method = "GET",
                 .path = "/api/incidents/{id}/recommendation",
                 .summary = "The latest recommendation for an incident.",
                 .permission = may_read,
                 .output = output,
                 .read = [](const request& what, store::connection& db) { return shown(get_latest_recommendation(db, what.who, what.part("id"))); }});
  all.push_back({.name = "get_recommendation",
                 .method = "GET",
                 .path = "/api/recommendations/{id}",
                 .summary = "One recommendation as it was given.",
                 .permission = may_read,
                 .output = output,
                 .read = [](const request& what, store::connection& db) { return shown(get_recommendation(db, what.who, what.part("id"))); }});
  all.push_back({.name = "verify_recommendation",
                 .method = "POST",
                 .path = "/api/recommendations/{id}/verify",
                 .summary = "Computes a recommendation again from its stored inputs and "
                            "compares every byte.",
                 .permission = may_read,
                 .output = &record_of(static_cast<const verification*>(nullptr)),
                 .read = [use](const request& what, store::connection& db) {
                   return operation::answer{.body = record::to_json(use.who_goes.verify(db, get_recommendation(db, what.who, what.part("id"))))};
                 }});
  return all;
}

}  // namespace dispatch
