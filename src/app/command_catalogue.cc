#include <iostream>

#include "app/commands.h"
#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "foundation/base/problem.h"

namespace app {
int command_catalogue(const command_options& how) {
  if (how.name != "check") throw base::problem(400, "bad_call", "There is no such action.", how.name, "Say `catalogue check FOLDER`.");
  std::vector<matter::fault> faults;
  const auto town = matter::read_catalogue(how.json, matter::kind_roles(), faults);
  for (const auto& one : faults) std::cout << one.file << ":" << one.line << ": " << one.what << ". " << one.remedy << "\n";
  std::size_t fields = 0;
  std::size_t clocks = 0;
  for (const auto& [code, kind] : town.kinds) {
    fields += kind.fields.size();
    clocks += kind.clocks.size();
  }
  if (const auto open = matter::count_unverified(town); open > 0) {
    std::cout << "rows of clocks.yaml still with verify: true, to be compared with the law's text: " << open << "\n";
  }
  std::cout << town.kinds.size() << " kinds, " << fields << " fields, " << clocks << " clocks, " << faults.size() << " faults\n";
  return faults.empty() ? 0 : 1;
}

}  // namespace app
