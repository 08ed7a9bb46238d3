#include "app/commands.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/import_place.h"
#include "app/journal_files.h"
#include "app/open_town.h"
#include "app/resources.h"
#include "app/settings.h"
#include "foundation/base/problem.h"

namespace app {

int command_import(const command_options& how) {
  const std::string resources = resource_folder();
  import_place(
      {.where = place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .tiles = !how.no_tiles, .maps_from = how.maps_from},
      config_of(how), [](const std::string& line) { std::cout << line << std::endl; });
  return 0;
}

int command_config(const command_options& how) {
  if (!how.name.empty() && how.name != "explain") throw base::problem(400, "bad_call", "There is no such action.", how.name, "Say `config explain`.");
  std::cout << config_of(how).explain();
  return 0;
}

int command_export(const command_options& how) {
  const auto resources = resource_folder();
  static_cast<void>(loaded_place_of(how, resources));
  const base::system_clock time;
  const auto db = store::open(store_settings(config_of(how), how.data_folder, resources), time);
  db->sign_head();
  std::cout << export_journal_files(*db, how.name) << "\n";
  return 0;
}

int command_verify(const command_options& how) {
  const auto verdict = verify_journal_files(how.name, how.json);
  for (const auto& fault : verdict.faults) std::cout << fault << "\n";
  if (!verdict.public_key.empty()) std::cout << "signed with the key " << verdict.public_key << "\n";
  std::cout << verdict.lines << " entries, " << verdict.covered << " under the signed head";
  if (verdict.lines > verdict.covered) std::cout << ", " << verdict.lines - verdict.covered << " after it that nothing vouches for yet";
  std::cout << ": " << (verdict.faults.empty() ? "good" : "NOT GOOD") << "\n";
  return verdict.faults.empty() ? 0 : 1;
}

}  // namespace app
