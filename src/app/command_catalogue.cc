#include <algorithm>
#include <iostream>

#include "app/commands.h"
#include "engines/matter/catalogue_read.h"
#include "engines/matter/fault_words.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/simulate.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/calendar/working_days.h"
#include "jobs/dispatch/incident_type.h"
#include "jobs/plan/plan_catalogue.h"
#include "town/duty/establishment.h"

namespace app {
namespace {

// The faults in the words of a reader: "FILE:LINE: what", one or several with "; " between.
void add_said(std::vector<matter::fault>& faults, const std::string& file, const base::problem& said) {
  std::string rest = said.detail;
  while (!rest.empty()) {
    const auto next = rest.find("; " + file, 1);
    auto one = rest.substr(0, next);
    rest = next == std::string::npos ? "" : rest.substr(next + 2);
    matter::fault told{.file = file, .line = 1, .code = said.code, .what = {}, .remedy = said.remedy};
    if (one.starts_with(file)) one.erase(0, file.size());
    if (one.starts_with(":")) {
      const auto end = one.find(':', 1);
      if (const auto line = base::parse_int(one.substr(1, end - 1)); line && end != std::string::npos) {
        told.line = static_cast<int>(*line);
        one.erase(0, end + 1);
      }
    }
    told.what = base::trim(one);
    if (told.what.ends_with('.')) told.what.pop_back();
    faults.push_back(std::move(told));
  }
}

// What other parts of the server read of the catalogue, by their own readers: without it no server starts.
void check_other_files(const std::string& folder, std::vector<matter::fault>& faults) {
  const auto ask = [&](const std::string& file, const auto& reader) {
    try {
      reader();
    } catch (const base::problem& wrong) {
      const bool of_the_mappings = wrong.detail.find("incident_type_mappings.yaml") != std::string::npos;
      add_said(faults, folder + (of_the_mappings ? "/incident_type_mappings.yaml" : file), wrong);
    }
  };
  ask("/working_days.yaml", [&] { calendar::read_working_days(folder + "/working_days.yaml"); });
  ask("/incident_types.yaml", [&] { dispatch::read_incident_types(folder); });
  ask("/establishment.yaml", [&] { duty::read_establishment(folder + "/establishment.yaml"); });
}

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
