#include "town/road/osm_restrictions.h"

#include <algorithm>
#include <initializer_list>

#include "foundation/base/text.h"

namespace road {
namespace {

constexpr std::size_t max_members = 64;  // a restriction with more is broken

bool lists_any(std::string_view value, std::initializer_list<std::string_view> words) {
  for (const auto part : base::split(value, ';')) {
    if (std::find(words.begin(), words.end(), base::trim(part)) != words.end()) return true;
  }
  return false;
}

// The value of the general key or of the most special one that speaks about the profile.
std::string_view value_for(const osm_tags& tags, profile who) {
  const auto pick = [&](std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      if (const auto value = tags.find(key); !value.empty()) return value;
    }
    return std::string_view{};
  };
  if (who == profile::car) return pick({"restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle", "restriction"});
  if (who == profile::motorcycle) return pick({"restriction:motorcycle", "restriction:motor_vehicle", "restriction:vehicle", "restriction"});
  return tags.find("restriction:foot");
}

bool excepted(const osm_tags& tags, profile who) {
  const auto except = tags.find("except");
  if (except.empty()) return false;
  if (who == profile::car) return lists_any(except, {"motorcar", "motor_vehicle", "vehicle", "emergency"});
  if (who == profile::motorcycle) return lists_any(except, {"motorcycle", "motor_vehicle", "vehicle", "emergency"});
  return lists_any(except, {"foot"});
}

bool take_members(std::span<const osm_member> members, osm_restriction& out, std::string& reason) {
  std::size_t via_nodes = 0;
  if (members.size() > max_members) return reason = "too many members", false;
  for (const auto& member : members) {
    if (member.kind == osm_kind::way && member.role == "from") out.from.push_back(member.id);
    if (member.kind == osm_kind::way && member.role == "to") out.to.push_back(member.id);
    if (member.kind == osm_kind::way && member.role == "via") out.via_ways.push_back(member.id);
    if (member.kind == osm_kind::node && member.role == "via") {
      out.via_node = member.id;
      ++via_nodes;
    }
  }
  if (out.from.empty() || out.to.empty()) return reason = "no from or to", false;
  if (via_nodes + out.via_ways.size() == 0) return reason = "no via", false;
  if (via_nodes > 1 || (via_nodes == 1 && !out.via_ways.empty())) return reason = "several via", false;
  return true;
}

}  // namespace

bool is_restriction(const osm_tags& tags) {
  const auto type = tags.find("type");
  return type == "restriction" || type.starts_with("restriction:");
}

std::optional<osm_restriction> read_restriction(std::int64_t id, std::span<const osm_member> members, const osm_tags& tags, std::string& reason) {
  osm_restriction out;
  out.id = id;
  bool any_value = false;
  bool any_kind = false;
  for (const auto who : all_profiles) {
    const auto value = value_for(tags, who);
    const bool only = value.starts_with("only_");
    if (value.empty() || excepted(tags, who)) continue;
    any_value = true;
    if (!only && !value.starts_with("no_")) continue;
    if (any_kind && only != out.only) continue;  // one relation with both kinds: the first profile's counts
    any_kind = true;
    out.only = only;
    out.binds[index_of(who)] = true;
  }
  if (!any_kind) {
    const bool conditional =
        std::any_of(tags.begin(), tags.end(), [](const osm_tag& t) { return t.key.starts_with("restriction") && t.key.ends_with(":conditional"); });
    reason = conditional ? "conditional" : any_value ? "unknown kind" : "binds none of our profiles";
    return std::nullopt;
  }
  if (!take_members(members, out, reason)) return std::nullopt;
  return out;
}

}  // namespace road
