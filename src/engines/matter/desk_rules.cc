#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/past_rules.h"
#include "engines/matter/step_rules.h"

// At which desk a step is done, who is there, and whose turn it is.
namespace matter {
namespace {

// Deeper levels have higher ranks; a sample's districts count as townships.
int rank_of(area::level level) { return level == area::level::district ? static_cast<int>(area::level::township) : static_cast<int>(level); }

// Those who conduct it in this stage: the roles of its steps that are done where it is handled; where there are none, those of all its
// stages; those of other desks' steps when nobody else has any.
std::vector<std::string> conducting_roles(const kind& of, std::string_view stage_code) {
  std::vector<std::string> here, anywhere, elsewhere;
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      for (const auto& role : step.who) {
        if (!conducts(role)) continue;
        (step.level ? elsewhere : anywhere).push_back(role);
        if (!step.level && stage.code == stage_code) here.push_back(role);
      }
    }
  }
  return !here.empty() ? here : !anywhere.empty() ? anywhere : elsewhere;
}

// One of these roles that conducts, at that desk.
bool holds_one_of(const operation::caller& who, const std::vector<std::string>& roles, std::string_view path) {
  return std::ranges::any_of(roles, [&](const std::string& role) { return conducts(role) && is_at(who, role, path); });
}

bool has_signed_as(const matter_case& one, const step& what, const std::string& role) {
  return std::ranges::any_of(one.signatures, [&](const signature& s) { return s.step == what.code && s.role == role; });
}

// Whether a further signature of the role is waited for under the step.
bool waits_for(const matter_case& one, const step& what, const std::string& role) {
  if (one.signatures.empty() || one.signatures.front().step != what.code) return false;
  return !what.each || !has_signed_as(one, what, role);
}

// Accounts that cannot sign the step any more: they have, or did what it is about.
std::string barred_from(const matter_case& one, const step& what) {
  std::string out;
  const auto bar = [&](const std::string& account) { out += (out.empty() ? "" : " ") + account; };
  for (const auto& s : one.signatures) bar(s.account_id);
  for (const auto& done : one.deeds) {
    const bool own_work = done.round == one.what.round && std::ranges::find(what.not_by, done.step) != what.not_by.end();
    if (own_work) std::ranges::for_each(done.by, bar);
  }
  return out;
}

}  // namespace

bool is_at(const operation::caller& who, std::string_view role, std::string_view path) { return who.may(permission_of(role), path); }

std::string desk_of(const area::area_tree& areas, std::string_view area_id, const std::optional<area::level>& level) {
  const auto chain = areas.list_chain(area_id);
  for (const auto* one : chain) {
    if (!level || rank_of(one->kind) <= rank_of(*level)) return one->path;
  }
  return chain.empty() ? "/" : chain.back()->path;
}

std::vector<std::string> desks_of(const matter_case& one, const step& what, const surroundings& in) {
  if (what.level) return {desk_of(in.areas, one.what.area_id, what.level)};
  auto out = one.joint;
  out.insert(out.begin(), one.what.desk_path);
  return out;
}

std::optional<std::string> acting_role(const matter_case& one, const step& what, const surroundings& in) {
  for (const auto& path : desks_of(one, what, in)) {
    for (const auto& role : what.who) {
      if (is_at(in.who, role, path)) return role;
    }
  }
  return std::nullopt;
}

bool acts_here(const matter_case& one, const surroundings& in) {
  const auto* stage = in.of.find_stage(one.what.stage);
  return stage != nullptr && std::ranges::any_of(stage->steps, [&](const step& what) { return acting_role(one, what, in).has_value(); });
}

bool leads(const matter_case& one, const surroundings& in) {
  return is_at(in.who, in.of.desk.ruling_role, one.what.desk_path) ||
         holds_one_of(in.who, conducting_roles(in.of, one.what.stage), one.what.desk_path);
}

bool handles(const matter_case& one, const surroundings& in) {
  if (leads(one, in)) return true;
  const auto here = [&](const std::vector<std::string>& roles) { return [&](const std::string& path) { return holds_one_of(in.who, roles, path); }; };
  if (std::ranges::any_of(one.joint, here(conducting_roles(in.of, one.what.stage)))) return true;
  const auto* stage = in.of.find_stage(one.what.stage);
  return stage != nullptr && std::ranges::any_of(stage->steps, [&](const step& what) {
           return what.level && std::ranges::any_of(desks_of(one, what, in), here(what.who));
         });
}

std::vector<turn> turns_of(const matter_case& one, const surroundings& in) {
  std::vector<turn> out;
  const auto add = [&](const std::string& role, const std::string& path, const std::optional<std::string>& barred) {
    auto found = std::ranges::find_if(out, [&](const turn& t) { return t.role == role && t.desk_path == path; });
    if (found == out.end()) found = out.insert(out.end(), {role, path});
    if (!barred) return;
    found->signs = true;
    found->barred = *barred;
  };
  if (one.what.ended_at) return out;
  for (const auto& waits : one.receipts) {
    if (!waits.received_at) add(waits.role, waits.desk_path, std::nullopt);
  }
  if (one.what.hand == handing::ruling) {
    add(in.of.desk.ruling_role, one.what.desk_path, std::nullopt);
    return out;
  }
  if (one.what.hand == handing::asked) {
    for (const auto& role : answering_roles(in.of)) add(role, one.what.area_path, std::nullopt);
    return out;
  }
  const auto* stage = in.of.find_stage(one.what.stage);
  if (stage == nullptr) return out;
  for (const auto& what : stage->steps) {
    if (!is_called_for(one, what, in.of)) continue;
    for (const auto& path : desks_of(one, what, in)) {
      for (const auto& role : what.who) add(role, path, waits_for(one, what, role) ? std::optional(barred_from(one, what)) : std::nullopt);
    }
  }
  return out;
}

}  // namespace matter
