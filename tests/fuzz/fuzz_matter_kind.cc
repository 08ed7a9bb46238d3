// Whatever the text, reading a kind ends with data or with faults that can be told, and the rules can be asked about what was read
// without a fault.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind_lint.h"
#include "engines/matter/kind_read.h"
#include "engines/matter/kind_roles.h"

namespace {

const matter::catalogue& known() {
  static const matter::catalogue all = [] {
    matter::catalogue made;
    made.roles = matter::kind_roles();
    made.lists["fire_hazards"] = {{.code = "exit", .name = {"堵塞出口", "Blocked exit"}}};
    made.outputs = {{.code = "board", .name = {"工作台", "Board"}}};
    made.indicators = {{.code = "fire_hazards_cleared", .name = {"消除火灾隐患数", "Fire hazards cleared"}}};
    made.clocks["fire_decision"] = {{.id = "fire_decision", .limit = {.amount = 7}, .from_day = {}, .to_day = {}, .citation = "消防法"}};
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
  // A line may also end with \r; the last one need not end.
  int lines = 2;
  for (const char c : text) lines += c == '\n' || c == '\r' ? 1 : 0;
  std::vector<matter::fault> faults;
  const auto one = matter::read_kind(text, "kind.yaml", known(), faults);
  if (faults.size() > matter::most_file_faults) std::abort();
  demand_told(faults, lines);
  if (faults.empty()) demand_told(matter::lint_kind({.one = one, .town = known()}), lines);
  return 0;
}
