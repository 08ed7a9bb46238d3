#include "engines/matter/evidence_rules.h"

#include <algorithm>
#include <string_view>

namespace matter {

void add_file(matter_case& one, evidence file) {
  file.after = one.deeds.size();
  one.files.push_back(std::move(file));
}

std::size_t fresh_from(const matter_case& one, const step& what) {
  std::size_t from = 0;
  std::vector<std::string_view> way;  // from the first stage to the present one
  for (std::size_t i = 0; i < one.deeds.size(); ++i) {
    const auto& done = one.deeds[i];
    if (done.round != one.what.round) continue;
    if (way.empty()) way.emplace_back(done.stage);
    if (done.step == what.code) from = i + 1;
    if (done.to.empty()) continue;
    const auto before = std::ranges::find(way, std::string_view(done.to));
    if (before == way.end()) {
      way.emplace_back(done.to);
    } else {
      way.erase(before + 1, way.end());
      from = i + 1;
    }
  }
  return from;
}

std::int64_t evidence_there(const matter_case& one, const evidence_rule& rule, std::optional<std::size_t> since) {
  return std::ranges::count_if(one.files, [&](const evidence& file) {
    return file.code == rule.code && !file.removed_at && (!since || (file.round == one.what.round && file.after >= *since));
  });
}

std::vector<std::string> missing_evidence(const matter_case& one, std::span<const evidence_rule> rules, std::optional<std::size_t> since) {
  std::vector<std::string> out;
  bool carried = false;  // an alternative before this one was there
  for (const auto& rule : rules) {
    const bool enough = evidence_there(one, rule, since) >= rule.at_least || carried;
    carried = rule.or_next && enough;
    if (!enough && !rule.or_next) out.push_back(rule.code);
  }
  return out;
}

bool is_relied_on(const matter_case& one, const evidence& file, const kind& of) {
  for (std::size_t i = file.after; i < one.deeds.size(); ++i) {
    const auto* stage = of.find_stage(one.deeds[i].stage);
    if (stage == nullptr) continue;
    for (const auto& step : stage->steps) {
      const auto asks = [&] { return std::ranges::find(step.evidence, file.code, &evidence_rule::code) != step.evidence.end(); };
      if (step.code == one.deeds[i].step && asks()) return true;
    }
  }
  return false;
}

}  // namespace matter
