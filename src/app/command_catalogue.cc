#include <algorithm>
#include <filesystem>
#include <iostream>

#include "app/catalogue_files.h"
#include "app/commands.h"
#include "engines/matter/catalogue_read.h"
#include "engines/matter/fault_words.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/simulate.h"
#include "foundation/base/problem.h"
#include "jobs/plan/plan_catalogue.h"

namespace app {
namespace {

// One fault instead of one of each file that should be in it.
bool is_there(const std::string& folder, std::vector<matter::fault>& faults) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return true;
  faults.push_back({.file = folder,
                    .line = 1,
                    .code = "no_folder",
                    .what = "there is no such folder",
                    .remedy = "Say where the catalogue lies: the folder that holds kinds/."});
  return false;
}

void print(const std::vector<matter::fault>& faults) {
  for (const auto& one : faults) std::cout << one.file << ":" << one.line << ": " << matter::said(one) << "\n";
}

int check_catalogue(const command_options& how) {
  std::vector<matter::fault> faults;
  matter::catalogue town;
  plan::plan_types plans;
  if (is_there(how.json, faults)) {
    town = matter::read_catalogue(how.json, matter::kind_roles(), faults);
    plans = plan::read_plans(how.json, town, faults);
    check_other_files(how.json, faults);
  }
  print(faults);
  std::size_t fields = 0;
  std::size_t clocks = 0;
  for (const auto& [code, kind] : town.kinds) {
    fields += kind.fields.size();
    clocks += kind.clocks.size();
  }
  if (const auto open = matter::count_unverified(town); open > 0) {
    std::cout << "rows of clocks.yaml still with verify: true, to be compared with the law's text: " << open << "\n";
  }
  std::size_t tasks = 0;
  for (const auto& [code, plan] : plans) tasks += plan.tasks.size();
  if (!plans.empty()) std::cout << plans.size() << " plans, " << tasks << " tasks\n";
  // Rules are looked at in files that could be read: what is found then is not new.
  if (!faults.empty())
    std::cout << "改好后请再查一次：有的问题要先改好这些才看得出来 / check again when these are corrected: some faults show only then\n";
  std::cout << town.kinds.size() << " kinds, " << fields << " fields, " << clocks << " clocks, " << faults.size() << " faults\n";
  return faults.empty() ? 0 : 1;
}

// 1 when a stage is never left or a clock never met, however often it was tried.
int simulate_catalogue(const command_options& how) {
  std::vector<matter::fault> faults;
  if (is_there(how.json, faults)) matter::read_catalogue(how.json, matter::kind_roles(), faults);
  print(faults);
  if (!faults.empty()) return 1;
  const auto town = matter::load_catalogue(how.json);
  const auto report = matter::simulate(town, {.cases = how.cases, .seed = how.seed, .kind = how.kind});
  std::cout << matter::to_text(report, how.language);
  return std::ranges::any_of(matter::remarks_on(report), &matter::remark::grave) ? 1 : 0;
}

}  // namespace

int command_catalogue(const command_options& how) {
  if (how.name == "check") return check_catalogue(how);
  if (how.name == "simulate") return simulate_catalogue(how);
  throw base::problem(400, "bad_call", "There is no such action.", how.name, "Say `catalogue check FOLDER` or `catalogue simulate FOLDER`.");
}

}  // namespace app
