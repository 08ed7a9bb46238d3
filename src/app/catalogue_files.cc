#include "app/catalogue_files.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/calendar/working_days.h"
#include "jobs/dispatch/incident_type.h"
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

}  // namespace

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

}  // namespace app
