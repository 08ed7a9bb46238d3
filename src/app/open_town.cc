#include "app/open_town.h"

#include <cstdlib>
#include <fstream>

#include "app/settings.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"

namespace app {
namespace {

base::log_level level_of(const std::string& name) {
  return name == "debug"     ? base::log_level::debug
         : name == "warning" ? base::log_level::warning
         : name == "error"   ? base::log_level::error
                             : base::log_level::info;
}

// The folder of the place that import loaded into --data.
std::string loaded_folder(const command_options& how) {
  std::string folder;
  std::ifstream loaded(how.data_folder + "/loaded");
  std::getline(loaded, folder);
  if (folder.empty()) {
    throw base::problem(400, "no_place", "There is no place in this data folder.", how.data_folder,
                        "Load one: shouwang import --place sample/NAME --data FOLDER.");
  }
  return folder;
}

}  // namespace

base::config config_of(const command_options& how) {
  base::config config = make_config();
  if (how.quiet) config.set("log.level", "warning", "this command");
  if (!how.config_file.empty()) config.read_file(how.config_file);
  for (const auto& one : how.settings) {
    const auto equals = one.find('=');
    if (equals == std::string::npos) throw base::problem(400, "bad_config", "The configuration is wrong.", "--set " + one, "Write --set key=value.");
    config.set(one.substr(0, equals), one.substr(equals + 1));
  }
  if (how.port >= 0) config.set("server.port", std::to_string(how.port));
  base::set_log_level(level_of(config.text("log.level")));
  return config;
}

std::string shared_folder(const std::string& resources) {
  const char* named = std::getenv("SHOUWANG_SHARED");
  return named != nullptr ? named : resources + "/../shared";
}

place place_of(const command_options& how, const std::string& resources) {
  return read_place(how.place_folder.empty() ? loaded_folder(how) : how.place_folder, shared_folder(resources));
}

place loaded_place_of(const command_options& how, const std::string& resources) {
  loaded_folder(how);
  return place_of(how, resources);
}

}  // namespace app
