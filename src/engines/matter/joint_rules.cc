#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/clock_rules.h"
#include "engines/matter/hand_over_rules.h"
#include "engines/matter/step_rules.h"

// Desks that handle a matter together, and who may know its parties.
namespace matter {
namespace {

// The path of the smallest area that holds both.
std::string common_path(std::string_view one, std::string_view other) {
  std::string out(one);
  while (!other.starts_with(out) && out != path_above(out, 1)) out = path_above(out, 1);
  return other.starts_with(out) ? out : "/";
}

refused must_extend(const matter_case& one, const std::string& path, const surroundings& in) {
  if (auto no = must_lead(one, in)) return no;
  const auto near = path_above(one.what.desk_path, 1);
  if (path.starts_with(near)) {
    const bool rules = is_at(in.who, in.of.desk.ruling_role, one.what.desk_path);
    if (!in.of.parties || rules || may_read_parties(one, in)) return std::nullopt;
    return refusal{.code = "not_your_matter", .detail = "Who may know the parties decides who else does.", .fields = {}, .status = 403};
  }
  if (is_at(in.who, in.of.desk.ruling_role, common_path(one.what.desk_path, path))) return std::nullopt;
  return refusal{.code = "joined_above", .detail = "A desk so far away is asked by who rules above both.", .fields = {}, .status = 403};
}

}  // namespace

refused add_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in) {
  const auto* area = in.areas.find(area_id);
  if (area == nullptr)
    return refusal{.code = "bad_input", .detail = "No such area.", .fields = {{"/area_id", "unknown", "is no area"}}, .status = 422};
  if (auto no = must_extend(one, area->path, in)) return no;
  if (area->path == one.what.desk_path || std::ranges::find(one.joint, area->path) != one.joint.end()) {
    return refusal{.code = "same_desk", .detail = "It lies there already."};
  }
  constexpr std::size_t most = 10;
  if (one.joint.size() >= most) return refusal{.code = "too_many_desks", .detail = "So many desks cannot handle one matter."};
  one.joint.push_back(area->path);
  say(out, one, in, spoken("joint", {.zh = area->name + "联合办理", .en = area->name + " handles it too"}));
  return std::nullopt;
}

bool may_remove_desk(const matter_case& one, const std::string& path, const surroundings& in) {
  if (leads(one, in)) return true;
  auto theirs = one;
  theirs.what.desk_path = path;
  return leads(theirs, in);
}

refused remove_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  const auto* area = in.areas.find(area_id);
  const auto found = area == nullptr ? one.joint.end() : std::ranges::find(one.joint, area->path);
  if (found == one.joint.end()) {
    return refusal{.code = "bad_input", .detail = "No such desk.", .fields = {{"/area_id", "unknown", "does not handle it"}}, .status = 422};
  }
  if (!may_remove_desk(one, *found, in)) return not_yours();
  one.joint.erase(found);
  say(out, one, in, spoken("unjoined", {.zh = area->name + "不再联合办理", .en = area->name + " no longer handles it"}));
  return std::nullopt;
}

bool may_read_parties(const matter_case& one, const surroundings& in) {
  if (!in.of.parties) return false;
  auto desks = one.joint;
  desks.push_back(one.what.desk_path);
  return std::ranges::any_of(in.of.parties->readers, [&](const std::string& role) {
    return std::ranges::any_of(desks, [&](const std::string& path) { return is_at(in.who, role, path); });
  });
}

}  // namespace matter
