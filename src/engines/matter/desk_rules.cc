#include <algorithm>

#include "engines/matter/clock_rules.h"
#include "engines/matter/field_rules.h"
#include "engines/matter/step_rules.h"

// At which desk a step is done, who is there, and whose turn it is.
namespace matter {
namespace {

// Deeper levels have higher ranks; a sample's districts count as townships.
int rank_of(area::level level) { return level == area::level::district ? static_cast<int>(area::level::township) : static_cast<int>(level); }

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

bool handles(const matter_case& one, const surroundings& in) {
  const auto* stage = in.of.find_stage(one.what.stage);
  if (stage == nullptr) return false;
  const auto can = [&](const step& what) { return acting_role(one, what, in).has_value(); };
  return std::ranges::any_of(stage->steps, can) || is_at(in.who, in.of.desk.ruling_role, one.what.desk_path);
}

std::vector<turn> turns_of(const matter_case& one, const surroundings& in) {
  std::vector<turn> out;
  const auto add = [&](const std::string& role, const std::string& path, bool signs) {
    const auto found = std::ranges::find_if(out, [&](const turn& t) { return t.role == role && t.desk_path == path; });
    if (found == out.end()) {
      out.push_back({role, path, signs});
    } else {
      found->signs = found->signs || signs;
    }
  };
  if (one.what.ended_at) return out;
  if (one.what.hand == handing::ruling) {
    add(in.of.desk.ruling_role, one.what.desk_path, false);
    return out;
  }
  if (one.what.hand == handing::asked) {
    for (const auto& role : answering_roles(in.of)) add(role, one.what.area_path, false);
    return out;
  }
  const auto* stage = in.of.find_stage(one.what.stage);
  if (stage == nullptr) return out;
  for (const auto& what : stage->steps) {
    if (!all_hold(what.when, in.of, one.fields)) continue;
    const bool waits = !one.signatures.empty() && one.signatures.front().step == what.code;
    for (const auto& path : desks_of(one, what, in)) {
      for (const auto& role : what.who) add(role, path, waits);
    }
  }
  return out;
}

}  // namespace matter
