#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "foundation/base/text.h"
#include "town/access/access_rules.h"

using namespace accounts;

namespace {

constexpr base::instant noon{1'795'400'000'000'000};

// One line per permission, one letter per role that has it.
std::string role_table() {
  std::string out;
  for (const auto permission : all_permissions()) {
    out += std::string(permission) + ":";
    for (const auto& one : all_roles()) {
      if (std::find(one.permissions.begin(), one.permissions.end(), permission) != one.permissions.end()) out += " " + std::string(one.code);
    }
    out += "\n";
  }
  return out;
}

std::string faults(std::vector<role_grant> grants) {
  std::string out;
  for (const auto& one : grant_faults(grants)) out += one.pointer + " " + one.code + ";";
  return out;
}

}  // namespace

TEST(Roles, MayDoExactlyThis) {
  EXPECT_EQ(role_table(), R"(account.read: security_admin audit_admin
account.write: security_admin
area.read: system_admin security_admin audit_admin dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner viewer
area.write: system_admin commander
as.commander: commander
as.dispatcher: dispatcher
as.field_officer: field_officer
as.grid_worker: grid_worker
as.inspector: inspector
as.key_site: key_site
as.mediator: mediator
as.office: office
as.partner: partner
as.patrol_leader: patrol_leader
as.supervisor: supervisor
assignment.status: dispatcher commander patrol_leader field_officer
catalogue.write: system_admin
closure.read: system_admin dispatcher commander patrol_leader field_officer viewer
closure.write: dispatcher commander patrol_leader
device.read: system_admin dispatcher commander patrol_leader
device.write: system_admin commander patrol_leader
dispatch.send: dispatcher commander
duty.read: system_admin dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner viewer
duty.write: system_admin dispatcher commander patrol_leader
incident.caller.read: dispatcher commander
incident.note: dispatcher commander patrol_leader field_officer
incident.read: dispatcher commander patrol_leader field_officer office supervisor viewer
incident.write: dispatcher commander
journal.read: audit_admin
kit.sign: dispatcher commander patrol_leader field_officer
matter.read: dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner viewer
matter.write: dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner
member.contact.read: dispatcher commander patrol_leader
place.read: system_admin security_admin audit_admin dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner viewer
place.write: system_admin commander inspector office
plan.read: dispatcher commander patrol_leader field_officer grid_worker mediator inspector office supervisor key_site partner viewer
plan.write: dispatcher commander patrol_leader field_officer grid_worker inspector office supervisor key_site partner
replay.write: system_admin dispatcher commander
ring.read: system_admin dispatcher commander patrol_leader field_officer viewer
ring.write: dispatcher commander patrol_leader
shift.own: dispatcher commander patrol_leader field_officer grid_worker
sos.send: dispatcher commander patrol_leader field_officer
system.read: system_admin commander
system.write: system_admin
token.read: security_admin audit_admin
token.write: security_admin
unit.position.write: dispatcher commander patrol_leader field_officer
unit.read: system_admin dispatcher commander patrol_leader field_officer office supervisor viewer
unit.trail.read: dispatcher commander patrol_leader
unit.write: dispatcher commander patrol_leader
)");
}

TEST(Roles, TheAuditAdministratorAltersNothing) {
  for (const auto permission : find_role("audit_admin")->permissions) EXPECT_TRUE(permission.ends_with(".read")) << permission;
  for (const auto permission : find_role("viewer")->permissions) EXPECT_TRUE(permission.ends_with(".read")) << permission;
}

TEST(Roles, NoAdministratorReadsAnotherOnesStore) {
  const auto has = [](std::string_view code, std::string_view permission) {
    const auto& list = find_role(code)->permissions;
    return std::find(list.begin(), list.end(), permission) != list.end();
  };
  for (const auto& one : all_roles()) EXPECT_EQ(has(one.code, "journal.read"), one.code == "audit_admin") << one.code;
  for (const auto& one : all_roles()) EXPECT_EQ(has(one.code, "account.write"), one.code == "security_admin") << one.code;
  for (const auto& one : all_roles()) EXPECT_EQ(has(one.code, "system.write"), one.code == "system_admin") << one.code;
}

TEST(Roles, PermissionsAreSortedAndSaidOnce) {
  for (const auto& one : all_roles()) {
    const std::set<std::string_view> sorted(one.permissions.begin(), one.permissions.end());
    EXPECT_EQ(sorted.size(), one.permissions.size()) << one.code;
  }
}

TEST(Grants, TwoAdministratorsInOneAccountAreRefused) {
  constexpr const char* three[] = {"system_admin", "security_admin", "audit_admin"};
  for (const char* one : three) {
    for (const char* other : three) {
      if (one == other) continue;
      EXPECT_EQ(faults({{one, {}}, {"viewer", {}}, {other, {}}}), "/grants/2/role excluded;") << one << " and " << other;
    }
    EXPECT_EQ(faults({{one, {}}}), "");
    EXPECT_EQ(faults({{one, {}}, {"dispatcher", {}}, {"viewer", "a"}}), "");
    EXPECT_EQ(faults({{one, "a"}}), "/grants/0/area_id not_allowed;");
  }
}

TEST(Grants, TheSameRoleTwiceIsAMistakeButInTwoAreasIsNot) {
  EXPECT_EQ(faults({{"viewer", "a"}, {"viewer", "b"}, {"viewer", {}}}), "");
  EXPECT_EQ(faults({{"viewer", "a"}, {"viewer", "a"}}), "/grants/1/role duplicate;");
}

TEST(Grants, BecomePermissionsWithinAreas) {
  const placed_grant held[] = {{"viewer", "/a/"}, {"viewer", "/a/"}, {"field_officer", "/c/d/"}, {"no_such_role", "/"}};
  operation::caller who;
  who.grants = permissions_within(held);
  EXPECT_TRUE(who.may("incident.read", "/a/"));
  EXPECT_TRUE(who.may("incident.read", "/a/b/"));
  EXPECT_TRUE(who.may("incident.note", "/c/d/e/"));
  EXPECT_FALSE(who.may("incident.note", "/a/"));
  EXPECT_FALSE(who.may("incident.read", "/c/"));
  EXPECT_FALSE(who.may("incident.read", "/"));
  EXPECT_FALSE(who.may("account.read"));
  EXPECT_EQ(scope_ids(who.grants), (std::vector<std::string>{"a", "d"}));
  const placed_grant everywhere[] = {{"viewer", "/"}};
  EXPECT_EQ(scope_ids(permissions_within(everywhere)), std::vector<std::string>{"*"});
}

TEST(Grants, ATokenKeepsOnlyWhatItNames) {
  const placed_grant held[] = {{"dispatcher", "/"}};
  const std::string only[] = {"incident.read", "account.write"};
  const auto grants = permissions_within(held, only);
  EXPECT_EQ(permission_names(grants), std::vector<std::string>{"incident.read"});
}

TEST(Lockout, TheFifthFailureLocksForTenMinutes) {
  const settings how;
  failure_count count;
  for (int n = 1; n <= 4; ++n) {
    count = after_failure(count, noon + base::seconds(n), how);
    EXPECT_EQ(count.failures, n);
    EXPECT_FALSE(is_locked(count, noon + base::seconds(n)));
  }
  const auto fifth = noon + base::seconds(5);
  count = after_failure(count, fifth, how);
  EXPECT_TRUE(is_locked(count, fifth));
  EXPECT_EQ(count.locked_until, fifth + base::minutes(10));
  EXPECT_EQ(after_failure(count, fifth + base::minutes(9), how).locked_until, count.locked_until) << "a sixth does not lengthen it";
  EXPECT_TRUE(is_locked(count, fifth + base::minutes(10) - base::microseconds(1)));
  EXPECT_FALSE(is_locked(count, fifth + base::minutes(10)));
  EXPECT_EQ(after_failure(count, fifth + base::minutes(10), how).failures, 1) << "a lock that ran out begins anew";
}

TEST(Lockout, FailuresOfYesterdayAreForgotten) {
  const settings how;
  failure_count count;
  for (int n = 0; n < 4; ++n) count = after_failure(count, noon, how);
  EXPECT_EQ(after_failure(count, noon + base::hours(24) - base::microseconds(1), how).failures, 5);
  EXPECT_EQ(after_failure(count, noon + base::hours(24), how).failures, 1);
}

TEST(Session, EndsByIdlingOrByAge) {
  const settings how;
  const auto end = noon + base::hours(1);
  EXPECT_EQ(judge_session(base::seconds(0), end, noon, how), session_state::alive);
  EXPECT_EQ(judge_session(base::duration{599'999'999}, end, noon, how), session_state::alive);
  EXPECT_EQ(judge_session(base::seconds(600), end, noon, how), session_state::idle);
  EXPECT_EQ(judge_session(base::seconds(0), end, end - base::microseconds(1), how), session_state::alive);
  EXPECT_EQ(judge_session(base::seconds(0), end, end, how), session_state::expired);
}

TEST(Names, AreShortPlainAndLowerCase) {
  EXPECT_EQ(stored_name("  Dispatcher.1 "), "dispatcher.1");
  for (const char* good : {"ab", "a1", "1a", "zhang.san", "unit_7-b"}) EXPECT_FALSE(name_fault(good)) << good;
  const std::string long_name(41, 'a');
  for (const char* bad : {"", "a", ".a", "-a", "a b", "A1", "张三", "a/b", "a\nb", long_name.c_str()}) EXPECT_TRUE(name_fault(bad)) << bad;
}

TEST(Passwords, AreDueAfterNinetyDaysOrWhenSomebodyElseChoseThem) {
  const settings how;
  EXPECT_TRUE(password_is_due(true, noon, noon, how));
  EXPECT_FALSE(password_is_due(false, noon, noon + base::days(89), how));
  EXPECT_TRUE(password_is_due(false, noon, noon + base::days(90), how));
}
