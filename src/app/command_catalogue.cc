#include <algorithm>
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

int check_catalogue(const command_options& how) {
  std::vector<matter::fault> faults;
  const auto town = matter::read_catalogue(how.json, matter::kind_roles(), faults);
  const auto plans = plan::read_plans(how.json, town, faults);
  check_other_files(how.json, faults);
  for (const auto& one : faults) std::cout << one.file << ":" << one.line << ": " << matter::said(one) << "\n";
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
  std::cout << town.kinds.size() << " kinds, " << fields << " fields, " << clocks << " clocks, " << faults.size() << " faults\n";
  return faults.empty() ? 0 : 1;
}

// 1 when a stage is never left or a clock never met, however often it was tried.
int simulate_catalogue(const command_options& how) {
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
