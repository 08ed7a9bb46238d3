#include "engines/matter/evidence_rules.h"

#include <algorithm>
#include <string_view>

#include "engines/matter/hand_over_rules.h"
#include "engines/matter/step_rules.h"

namespace matter {

void add_file(matter_case& one, evidence file) {
  file.after = one.deeds.size();
  one.files.push_back(std::move(file));
}

std::int64_t evidence_there(const matter_case& one, const evidence_rule& rule, std::size_t since) {
  return std::ranges::count_if(one.files, [&](const evidence& file) {
    return file.code == rule.code && !file.removed_at && file.round == one.what.round && file.after >= since;
  });
}

std::vector<std::string> missing_evidence(const matter_case& one, std::span<const evidence_rule> rules, std::size_t since) {
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
    if (stage == nullptr || one.deeds[i].round != file.round) continue;
    const auto step = std::ranges::find(stage->steps, one.deeds[i].step, &step::code);
    if (step == stage->steps.end()) continue;
    const auto asked_in = [&](const std::vector<evidence_rule>& rules) {
      return std::ranges::find(rules, file.code, &evidence_rule::code) != rules.end();
    };
    if (asked_in(step->evidence) || (step->file_set && asked_in(of.file_set))) return true;
  }
  return false;
}

bool may_see_files(const matter_case& one, const surroundings& in) {
  const auto& me = in.who.account_id;
  const auto did = [&](const deed& done) { return std::ranges::find(done.by, me) != done.by.end(); };
  return may_read_parties(one, in) || acts_here(one, in) || handles(one, in) || std::ranges::any_of(one.deeds, did);
}

bool may_see_file(const matter_case& one, const evidence& file, const surroundings& in) {
  return file.added_by == in.who.account_id || may_see_files(one, in);
}

}  // namespace matter
