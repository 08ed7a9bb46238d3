#include "system/scenarios/scenario_coverage.h"

#include <algorithm>

namespace scenario_test {
namespace {

// Lines of the acts that every matter can have.
constexpr const char* acts_of_all[] = {"taken", "put_back", "leader", "asked",  "answered", "referred", "returned",
                                       "ruled", "joint",    "split",  "merged", "linked",   "reopened"};

std::string listed(const char* what, const std::vector<std::string>& all) {
  if (all.empty()) return {};
  std::string out = std::string(" ") + what + ":";
  for (const auto& one : all) out += " " + one;
  return out + ";";
}

void add_missing(std::vector<std::string>& to, const std::set<std::string>& there, const std::string& code) {
  if (!there.contains(code) && std::ranges::find(to, code) == to.end()) to.push_back(code);
}

}  // namespace

std::string gaps::told() const {
  return listed("steps nobody walks", steps) + listed("clocks not held at their limit", clocks) + listed("acts", acts);
}

gaps gaps_of(const matter::kind& of, const walked& by) {
  gaps out;
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      add_missing(out.steps, by.steps, step.code);
      for (const auto& receipt : step.receipts) {
        add_missing(out.clocks, by.clocks, ".receipt." + receipt.code);
        add_missing(out.acts, by.acts, "received");
      }
    }
  }
  for (const auto& clock : of.clocks) {
    add_missing(out.clocks, by.clocks, clock.code);
    if (clock.pauses.empty()) continue;
    add_missing(out.acts, by.acts, "paused");
    add_missing(out.acts, by.acts, "resumed");
  }
  for (const char* own : {".answer", ".ruling"}) add_missing(out.clocks, by.clocks, own);
  for (const char* act : acts_of_all) add_missing(out.acts, by.acts, act);
  if (of.listing) {
    add_missing(out.acts, by.acts, "listed");
    add_missing(out.acts, by.acts, "unlisted");
  }
  if (of.again) add_missing(out.acts, by.acts, "again");
  return out;
}

}  // namespace scenario_test
