// Every operation × every role: what a role may not do is refused, whatever the request says; nobody does anything
// without a session.
#include <gtest/gtest.h>

#include "app/open_town.h"
#include "app/resources.h"
#include "app/town.h"
#include "support/server_process.h"
#include "support/test_folder.h"
#include "town/access/access_rules.h"

namespace {

// A path with something in place of each {parameter}.
std::string concrete(std::string_view pattern) {
  std::string out(pattern);
  for (auto open = out.find('{'); open != std::string::npos; open = out.find('{'))
    out.replace(open, out.find('}') - open + 1, "00000000-0000-7000-8000-000000000000");
  return out;
}

bool role_may(const accounts::role& role, std::string_view permission) {
  return std::find(role.permissions.begin(), role.permissions.end(), permission) != role.permissions.end();
}

// The first account of a role.
std::string account_of(std::string_view role) {
  if (role == "system_admin") return "sysadmin";
  if (role == "security_admin") return "secadmin";
  if (role == "audit_admin") return "auditor";
  if (role == "patrol_leader") return "patrol";
  if (role == "field_officer") return "officer";
  if (role == "grid_worker") return "grid";
  if (role == "key_site") return "keysite";
  return std::string(role);
}

struct running {
  running() : data(folder.file("data")) {
    test::server_process::import_place("portland", data);
    config = app::config_of({});
    app::command_options how;
    how.data_folder = data;
    const auto resources = app::resource_folder();
    town = std::make_unique<app::town>(
        app::town_options{.where = app::place_of(how, resources), .data_folder = data, .resources = resources, .config = config}, clock);
  }
  test::folder folder;
  std::string data;
  base::config config = app::config_of({});
  base::system_clock clock;
  std::unique_ptr<app::town> town;
};

}  // namespace

TEST(Roles, EveryOperationsPermissionIsOneThatSomeRoleHas) {
  const running one;
  const auto known = accounts::all_permissions();
  for (const auto& operation : one.town->operations) {
    if (operation.permission.empty() || operation.permission == "public") continue;
    EXPECT_NE(std::find(known.begin(), known.end(), operation.permission), known.end()) << operation.name << " needs " << operation.permission;
  }
}

TEST(Roles, EachOperationIsRefusedToEachRoleThatMayNot) {
  test::folder folder;
  const auto data = folder.file("data");
  std::vector<operation::definition> operations;
  {
    const running forms;
    operations = forms.town->operations;
    for (auto& one : operations) one.read = nullptr, one.write = nullptr, one.prepare = nullptr, one.compute = nullptr;
  }
  test::server_process::import_place("portland", data);
  test::server_process server(data);
  int refused = 0, allowed = 0;
  for (const auto& role : accounts::all_roles()) {
    test::desk_client desk(server, account_of(role.code));
    for (const auto& one : operations) {
      if (one.permission == "public" || one.name == "sign_out") continue;
      const bool changes = one.method != "GET";
      const auto answer = desk.send(std::string(one.method), concrete(one.path), changes ? "{}" : "");
      if (one.permission.empty() || role_may(role, one.permission)) {
        EXPECT_NE(answer.status, 403) << role.code << " may do " << one.name << ": " << answer.body;
        EXPECT_NE(answer.status, 401) << role.code << " " << one.name;
        EXPECT_LT(answer.status, 500) << role.code << " " << one.name << ": " << answer.body;
        ++allowed;
      } else {
        EXPECT_EQ(answer.status, 403) << role.code << " must not do " << one.name << ": " << answer.body;
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(allowed, 100);
  test::http_client nobody(server.port());
  for (const auto& one : operations) {
    if (one.permission == "public") continue;
    const auto answer = nobody.request(one.method, concrete(one.path), {{"Content-Type", "application/json"}}, one.method == "GET" ? "" : "{}");
    EXPECT_EQ(answer.status, 401) << one.name << ": " << answer.body;
  }
}
