#include "app/town.h"

#include <filesystem>

#include "app/import_place.h"
#include "app/settings.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "town/access/access_rules.h"
#include "town/area/area_tree.h"
#include "town/road/snap.h"

namespace app {
namespace {

constexpr std::size_t worker_threads = 3;
constexpr std::size_t worker_queue = 512;

std::shared_ptr<const road::graph> graph_of(const std::string& data_folder) {
  const std::string path = graph_path(data_folder);
  return std::filesystem::exists(path) ? road::open_graph(path) : nullptr;
}

std::shared_ptr<const gazetteer::gazetteer> names_of(const std::string& data_folder) {
  const std::string path = names_path(data_folder);
  if (!std::filesystem::exists(path)) return std::make_shared<const gazetteer::gazetteer>(std::vector<gazetteer::entry>{});
  return gazetteer::read_names(path);
}

// The installation's master key: made at the first start, mode 0600, beside the database and never in it.
seal::master_key master_of(const std::string& data_folder) {
  const std::string path = data_folder + "/master.key";
  if (std::filesystem::exists(path)) return seal::master_key::load(path);
  std::filesystem::create_directories(data_folder);
  auto made = seal::master_key::random();
  made.save(path);
  return made;
}

}  // namespace

std::shared_ptr<const operation::caller> system_caller(const std::string& name) {
  operation::caller out;
  out.account_name = name;
  out.display_name = name;
  out.remote = "local";
  for (const auto permission : accounts::all_permissions()) out.grants.push_back({.permission = std::string(permission), .area_path = "/"});
  return std::make_shared<const operation::caller>(std::move(out));
}

}  // namespace app
