#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/place.h"
#include "app/run_operation.h"
#include "app/worker_pool.h"
#include "foundation/base/config.h"
#include "foundation/seal/box.h"
#include "jobs/dispatch/dispatch_services.h"
#include "jobs/dispatch/incident_type.h"
#include "town/access/access_api.h"
#include "town/access/session_cache.h"
#include "town/area/live_areas.h"
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
  town(const town_options& how, const base::clock& time);
  ~town();
  town(const town&) = delete;
  town& operator=(const town&) = delete;

  const base::clock& time;
  const place where;
  std::shared_ptr<const road::graph> roads;
  std::shared_ptr<const gazetteer::gazetteer> names;
  dispatch::incident_catalogue types;
  seal::master_key master;
  std::unique_ptr<store::database> db;
  accounts::session_cache sessions;
  area::live_areas areas;
  road::live_closures closures;
  duty::live_units units;
  dispatch::services desk;
  std::shared_ptr<accounts::services> access;
  worker_pool workers;
  operation_runner runner;
  std::vector<operation::definition> operations;
};

// Every operation there is: for HTTP, OpenAPI, the command line and the tests.
std::vector<operation::definition> list_operations(town& of);

// The caller of the system itself (recommendations after a call came in, a replay, the command line): may do everything.
std::shared_ptr<const operation::caller> system_caller(const std::string& name);

}  // namespace app
