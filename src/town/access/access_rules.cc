#include "town/access/access_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "foundation/base/text.h"
#include "foundation/seal/password.h"

namespace accounts {
namespace {

using names = std::string_view;

// Permissions are "thing.doing"; "as.ROLE" is what the catalogue's kinds of matters name. Reading the town's map and places is everyone's; incidents
// are not the administrators'.
constexpr names system_admin[] = {"area.read",    "area.write", "catalogue.write", "closure.read", "device.read",
                                  "device.write", "duty.read",  "duty.write",      "place.read",   "place.write",
                                  "replay.write", "ring.read",  "system.read",     "system.write", "unit.read"};
constexpr names security_admin[] = {"account.read", "account.write", "area.read", "place.read", "token.read", "token.write"};
constexpr names audit_admin[] = {"account.read", "area.read", "journal.read", "place.read", "token.read"};
constexpr names dispatcher[] = {"area.read",           "as.dispatcher",       "assignment.status", "closure.read", "closure.write",
                                "device.read",         "dispatch.send",       "duty.read",         "duty.write",   "incident.caller.read",
                                "incident.note",       "incident.read",       "incident.write",    "kit.sign",     "matter.read",
                                "matter.write",        "member.contact.read", "place.read",        "plan.read",    "plan.write",
                                "replay.write",        "ring.read",           "ring.write",        "shift.own",    "sos.send",
                                "unit.position.write", "unit.read",           "unit.trail.read",   "unit.write"};
constexpr names commander[] = {
    "area.read",           "area.write",      "as.commander",   "assignment.status", "closure.read", "closure.write",
    "device.read",         "device.write",    "dispatch.send",  "duty.read",         "duty.write",   "incident.caller.read",
    "incident.note",       "incident.read",   "incident.write", "kit.sign",          "matter.read",  "matter.write",
    "member.contact.read", "place.read",      "place.write",    "plan.read",         "plan.write",   "replay.write",
    "ring.read",           "ring.write",      "shift.own",      "sos.send",          "system.read",  "unit.position.write",
    "unit.read",           "unit.trail.read", "unit.write"};
constexpr names patrol_leader[] = {
    "area.read",       "as.patrol_leader", "assignment.status", "closure.read", "closure.write", "device.read",  "device.write",        "duty.read",
    "duty.write",      "incident.note",    "incident.read",     "kit.sign",     "matter.read",   "matter.write", "member.contact.read", "place.read",
    "plan.read",       "plan.write",       "ring.read",         "ring.write",   "shift.own",     "sos.send",     "unit.position.write", "unit.read",
    "unit.trail.read", "unit.write"};
constexpr names field_officer[] = {"area.read",     "as.field_officer", "assignment.status", "closure.read", "duty.read",           "incident.note",
                                   "incident.read", "kit.sign",         "matter.read",       "matter.write", "place.read",          "plan.read",
                                   "plan.write",    "ring.read",        "shift.own",         "sos.send",     "unit.position.write", "unit.read"};
constexpr names viewer[] = {"area.read",  "closure.read", "duty.read", "incident.read", "matter.read",
                            "place.read", "plan.read",    "ring.read", "unit.read"};
constexpr names grid_worker[] = {"area.read",  "as.grid_worker", "duty.read",  "matter.read", "matter.write",
                                 "place.read", "plan.read",      "plan.write", "shift.own"};
constexpr names mediator[] = {"area.read", "as.mediator", "duty.read", "matter.read", "matter.write", "place.read", "plan.read"};
constexpr names inspector[] = {"area.read",  "as.inspector", "duty.read", "matter.read", "matter.write",
                               "place.read", "place.write",  "plan.read", "plan.write"};
constexpr names office[] = {"area.read",  "as.office",   "duty.read", "incident.read", "matter.read", "matter.write",
                            "place.read", "place.write", "plan.read", "plan.write",    "unit.read"};
constexpr names supervisor[] = {"area.read",    "as.supervisor", "duty.read", "incident.read", "matter.read",
                                "matter.write", "place.read",    "plan.read", "plan.write",    "unit.read"};
constexpr names key_site[] = {"area.read", "as.key_site", "duty.read", "matter.read", "matter.write", "place.read", "plan.read", "plan.write"};
constexpr names partner[] = {"area.read", "as.partner", "duty.read", "matter.read", "matter.write", "place.read", "plan.read", "plan.write"};

constexpr role roles[] = {
    {.code = "system_admin", .zh = "系统管理员", .en = "system administrator", .administrator = true, .permissions = system_admin},
    {.code = "security_admin", .zh = "安全管理员", .en = "security administrator", .administrator = true, .permissions = security_admin},
    {.code = "audit_admin", .zh = "审计管理员", .en = "audit administrator", .administrator = true, .permissions = audit_admin},
    {.code = "dispatcher", .zh = "接警调度员", .en = "dispatcher", .administrator = false, .permissions = dispatcher},
    {.code = "commander", .zh = "指挥长", .en = "commander", .administrator = false, .permissions = commander},
    {.code = "patrol_leader", .zh = "巡逻组长", .en = "patrol leader", .administrator = false, .permissions = patrol_leader},
    {.code = "field_officer", .zh = "一线人员", .en = "field officer", .administrator = false, .permissions = field_officer},
    {.code = "grid_worker", .zh = "网格员", .en = "grid worker", .administrator = false, .permissions = grid_worker},
    {.code = "mediator", .zh = "调解员", .en = "mediator", .administrator = false, .permissions = mediator},
    {.code = "inspector", .zh = "检查员", .en = "inspector", .administrator = false, .permissions = inspector},
    {.code = "office", .zh = "综治办工作人员", .en = "office", .administrator = false, .permissions = office},
    {.code = "supervisor", .zh = "督办领导", .en = "supervisor", .administrator = false, .permissions = supervisor},
    {.code = "key_site", .zh = "重点单位负责人", .en = "key site manager", .administrator = false, .permissions = key_site},
    {.code = "partner", .zh = "协作部门", .en = "partner department", .administrator = false, .permissions = partner},
    {.code = "viewer", .zh = "查看者", .en = "viewer", .administrator = false, .permissions = viewer},
};

constexpr auto make_choices() {
  std::array<record::choice, std::size(roles)> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = {.code = roles[i].code, .zh = roles[i].zh, .en = roles[i].en};
  return out;
}
constexpr auto choices = make_choices();

std::string at(std::size_t index, std::string_view member) { return "/grants/" + std::to_string(index) + "/" + std::string(member); }

bool is_administrator(std::string_view code) {
  const auto* found = find_role(code);
  return found != nullptr && found->administrator;
}

}  // namespace

std::span<const role> all_roles() { return roles; }

const role* find_role(std::string_view code) {
  const auto* found = std::find_if(std::begin(roles), std::end(roles), [&](const role& one) { return one.code == code; });
  return found == std::end(roles) ? nullptr : found;
}

std::vector<std::string_view> all_permissions() {
  std::set<std::string_view> sorted;
  for (const auto& one : roles) sorted.insert(one.permissions.begin(), one.permissions.end());
  return {sorted.begin(), sorted.end()};
}

std::span<const record::choice> role_choices() { return choices; }

bool has_administrator(std::span<const role_grant> grants) {
  return std::any_of(grants.begin(), grants.end(), [](const role_grant& one) { return is_administrator(one.role); });
}

std::vector<base::wrong_field> grant_faults(std::span<const role_grant> grants) {
  std::vector<base::wrong_field> wrong;
  std::string_view administrator;
  for (std::size_t i = 0; i < grants.size(); ++i) {
    const auto& one = grants[i];
    const auto before = grants.first(i);
    if (std::find(before.begin(), before.end(), one) != before.end()) {
      wrong.push_back({at(i, "role"), "duplicate", "is granted twice for the same area"});
      continue;
    }
    if (!is_administrator(one.role)) continue;
    if (one.area_id) wrong.push_back({at(i, "area_id"), "not_allowed", "an administrator's role has no area"});
    if (!administrator.empty() && administrator != one.role) {
      wrong.push_back({at(i, "role"), "excluded", "no account may hold both " + std::string(administrator) + " and " + one.role});
    }
    administrator = one.role;
  }
  return wrong;
}

std::vector<operation::grant> permissions_within(std::span<const placed_grant> grants, std::span<const std::string> only) {
  std::set<std::pair<std::string_view, std::string_view>> held;
  for (const auto& one : grants) {
    const auto* found = find_role(one.role);
    if (found == nullptr) continue;
    for (const auto permission : found->permissions) {
      if (only.empty() || std::find(only.begin(), only.end(), permission) != only.end()) held.emplace(permission, one.area_path);
    }
  }
  std::vector<operation::grant> out;
  out.reserve(held.size());
  for (const auto& [permission, area_path] : held) out.push_back({.permission = std::string(permission), .area_path = std::string(area_path)});
  return out;
}

std::vector<std::string> permission_names(std::span<const operation::grant> grants) {
  std::set<std::string> sorted;
  for (const auto& one : grants) sorted.insert(one.permission);
  return {sorted.begin(), sorted.end()};
}

std::vector<std::string> scope_ids(std::span<const operation::grant> grants) {
  std::set<std::string> sorted;
  for (const auto& one : grants) {
    const auto parts = base::split(one.area_path, '/');
    sorted.emplace(parts.size() > 2 ? parts[parts.size() - 2] : "*");
  }
  return {sorted.begin(), sorted.end()};
}

bool is_locked(const failure_count& count, base::instant now) { return count.locked_until && now < *count.locked_until; }

failure_count after_failure(const failure_count& count, base::instant now, const settings& how) {
  if (is_locked(count, now)) return count;
  const bool forgotten = count.locked_until || now - count.last_at >= how.failure_memory;
  failure_count next{.failures = (forgotten ? 0 : count.failures) + 1, .last_at = now, .locked_until = {}};
  if (next.failures >= how.failures_until_lock) next.locked_until = now + how.lock_time;
  return next;
}

session_state judge_session(base::duration idle, base::instant expires_at, base::instant now, const settings& how) {
  if (now >= expires_at) return session_state::expired;
  return idle >= how.idle_timeout ? session_state::idle : session_state::alive;
}

std::string stored_name(std::string_view typed) { return base::lower_ascii(base::trim(typed)); }

std::optional<base::wrong_field> name_fault(std::string_view name) {
  const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool usable = name.size() >= 2 && name.size() <= 40 && alnum(name.front()) &&
                      std::all_of(name.begin(), name.end(), [&](char c) { return alnum(c) || c == '.' || c == '_' || c == '-'; });
  if (usable) return std::nullopt;
  return base::wrong_field{"/name", "bad_name", R"(must be 2 to 40 of a-z, 0-9, ".", "_" and "-", beginning with a letter or digit)"};
}

std::vector<base::wrong_field> new_password_faults(std::string_view password, std::string_view name, std::string_view pointer) {
  std::vector<base::wrong_field> wrong;
  for (auto& fault : seal::password_faults(password, name)) wrong.push_back({std::string(pointer), std::move(fault.code), std::move(fault.detail)});
  return wrong;
}

bool password_is_due(bool must_change, base::instant changed_at, base::instant now, const settings& how) {
  return must_change || now - changed_at >= how.password_age;
}

}  // namespace accounts
