#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/file_desk.h"
#include "app/housekeeping.h"
#include "app/place.h"
#include "app/reactions.h"
#include "app/run_operation.h"
#include "app/worker_pool.h"
#include "engines/matter/scheduler.h"
#include "engines/track/phones.h"
#include "engines/track/recorder.h"
#include "foundation/base/config.h"
#include "foundation/seal/box.h"
#include "jobs/dispatch/incident_operations.h"
#include "jobs/dispatch/recommender.h"
#include "jobs/plan/drills.h"
#include "town/access/access_api.h"
#include "town/access/session_cache.h"
#include "town/area/live_areas.h"
#include "town/duty/establishment.h"
#include "town/duty/live_shifts.h"
#include "town/duty/live_units.h"
#include "town/gazetteer/gazetteer.h"
#include "town/road/graph.h"
#include "town/road/live_closures.h"

namespace app {

struct town_options {
  place where;
  std::string data_folder;
  std::string resources;
  const base::config& config;
};

// Every object of a running system, made once, each standing on those above it. Only app sees it: a module's functions get
// the few objects they use.
struct town {
  town(const town_options& how, const base::clock& clock);
  ~town();
  town(const town&) = delete;
  town& operator=(const town&) = delete;

  // What recurs while it runs: heads signed, what expired destroyed, what is old pruned, closures begun and ended.
  [[nodiscard]] std::vector<housekeeping::job> recurring_jobs();
  // Begins and ends the shifts whose time has come.
  void follow_roster();
  // Tells of check-ins that did not come.
  void watch_presence();
  // Destroys what is sealed and has expired; then its bytes in the database's files.
  void destroy_callers();
  void destroy_parties();
  void forget_phones();
  void wipe_sealed(bool deleted);

  const base::clock& time;
  const place where;
  const std::string data_folder;
  const accounts::settings access_how;
  const std::int64_t outbox_days;
  const std::int64_t presence_incident_s;  // an overdue check-in opens an incident after so long; 0: never
  const std::int64_t history_days;
  const base::duration positions_kept;
  const std::int64_t cover_within_ms;
  std::shared_ptr<const road::graph> roads;
  std::shared_ptr<const gazetteer::gazetteer> names;
  dispatch::incident_catalogue types;
  seal::master_key master;
  dispatch::caller_vault callers;
  std::unique_ptr<store::database> db;
  accounts::session_cache sessions;
  area::live_areas areas;
  road::live_closures closures;
  duty::live_units units;
  duty::live_shifts shifts;
  track::live_rings rings;
  track::recorder recorder;
  bool wipe_is_due = false;      // sealed bytes were deleted and may still lie in a file; housekeeping's thread only
  std::string trails_forgotten;  // what the last run of that job did; housekeeping's thread only
  std::string trails_joined;
  track::live_devices devices;
  track::phones phones;
  duty::establishment_services establishment;
  dispatch::recommender recommender;
  dispatch::services desk;
  matter::live_catalogue catalogue;
  matter::services matters;
  matter::scheduler clocks;  // of matters; started by who serves
  plan::live_plans plans;
  plan::services command;
  std::shared_ptr<accounts::services> access;
  worker_pool workers;
  worker_pool hashers;
  plan::drills drills;
  operation_runner runner;
  file_desk files;
  std::string files_forgotten;  // what the last run of that job did; housekeeping's thread only
  reactions follow;
  std::vector<operation::definition> operations;  // every one there is: HTTP, OpenAPI, command line and tests use it
};

// The caller of the system itself (a replay, a sample's units, the command line): may do everything.
std::shared_ptr<const operation::caller> system_caller(const std::string& name);

// The catalogue's type for another system's word (a table of incident_type_mappings.yaml).
std::string catalogue_type(const dispatch::incident_catalogue& types, const std::string& mapping, const std::string& word);

}  // namespace app
