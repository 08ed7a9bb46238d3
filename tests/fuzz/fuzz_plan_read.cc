// Whatever the text, reading a plan ends with data or with faults that can be told, and its names can be looked up without a fault.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engines/matter/kind_roles.h"
#include "jobs/plan/plan_read.h"

namespace {

const matter::catalogue& known() {
  static const matter::catalogue all = [] {
    matter::catalogue made;
    made.roles = matter::kind_roles();
    return made;
  }();
  return all;
}

void demand_told(const std::vector<matter::fault>& faults, int lines) {
  for (const auto& one : faults) {
    if (one.line < 1 || one.line > lines || one.code.empty() || one.what.empty() || one.remedy.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  int lines = 2;  // a line may also end with \r; the last one need not end
  for (const char c : text) lines += c == '\n' || c == '\r' ? 1 : 0;
  std::vector<matter::fault> faults;
  const auto one = plan::read_plan(text, "plan.yaml", known(), faults);
  demand_told(faults, lines);
  if (faults.empty()) demand_told(plan::lint_plan(one, {.town = known(), .incident_types = {"fire"}, .capabilities = {"pump"}}), lines);
  return 0;
}
