// Every kind × every role over HTTP: who may not open it or do a step gets a 403 that says why, and nothing comes of it; who may
// is never refused for his role.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <algorithm>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/simulate_fields.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/access/access_rules.h"

namespace {

namespace json = boost::json;

std::map<std::string, matter::kind, std::less<>> project_kinds() {
  std::vector<matter::fault> faults;
  return matter::read_catalogue(test::project_file("catalogue"), matter::kind_roles(), faults).kinds;
}

// The first account of a role.
std::string account_of(std::string_view role) {
  const std::map<std::string_view, std::string> named = {{"system_admin", "sysadmin"}, {"security_admin", "secadmin"}, {"audit_admin", "auditor"},
                                                         {"patrol_leader", "patrol"},  {"field_officer", "officer"},   {"grid_worker", "grid"},
                                                         {"key_site", "keysite"}};
  const auto found = named.find(role);
  return found == named.end() ? std::string(role) : found->second;
}

bool holds(const std::vector<std::string>& roles, std::string_view role) { return std::ranges::find(roles, role) != roles.end(); }

json::object object(const std::string& text) { return json::parse(text).as_object(); }

class KindRoles : public testing::Test {
 protected:
  test::desk_client& desk(std::string_view role) {
    auto& one = desks_[std::string(role)];
    if (!one) one = std::make_unique<test::desk_client>(server_, account_of(role));
    return *one;
  }

  static std::string code_of(const test::http_answer& answer) {
    const auto* code = object(answer.body).if_contains("code");
    return code == nullptr ? "" : std::string(code->as_string());
  }

  std::string area() { return std::string(object(desk("office").get("/api/areas").body).at("items").at(0).at("id").as_string()); }

  // Of the role's own the code of the catalogue's rule, of a role that writes no matters at all that of the permission.
  void expect_refused(const test::http_answer& answer, const accounts::role& role, const std::string& what) {
    const bool writes = std::ranges::find(role.permissions, "matter.write") != role.permissions.end();
    EXPECT_EQ(answer.status, 403) << role.code << " " << what << ": " << answer.body;
    EXPECT_EQ(code_of(answer), writes ? "not_your_step" : "forbidden") << role.code << " " << what << ": " << answer.body;
    ++refused_;
  }

  void try_opening(const matter::kind& of, const std::string& where) {
    const auto body = json::serialize(json::object{{"kind", of.code}, {"area_id", where}, {"fields", json::object{{"no_such_field", 1}}}});
    for (const auto& role : accounts::all_roles()) {
      const auto answer = desk(role.code).post("/api/matters", body);
      if (holds(of.opened_by, role.code)) {
        EXPECT_EQ(answer.status, 422) << role.code << " may open " << of.code << " and is told of the wrong field: " << answer.body;
        ++allowed_;
      } else {
        expect_refused(answer, role, "opens " + of.code);
      }
    }
  }

  json::object open(const matter::kind& of, const std::string& where) {
    matter::dice from(1);
    const json::object known;
    const auto fields = matter::fill({.of = of, .known = known, .now = clock_.now()}, of.asks, {}, from);
    const auto answer =
        desk(of.opened_by.front()).post("/api/matters", json::serialize(json::object{{"kind", of.code}, {"area_id", where}, {"fields", fields}}));
    EXPECT_EQ(answer.status, 201) << of.code << ": " << answer.body;
    return answer.status == 201 ? object(answer.body) : json::object();
  }

  void try_steps(const matter::kind& of, const json::object& made) {
    const auto id = std::string(made.at("matter").at("id").as_string());
    const auto version = "\"" + std::to_string(made.at("matter").at("version").as_int64()) + "\"";
    for (const auto& role : accounts::all_roles()) {
      for (const auto& step : of.stages.front().steps) {
        const bool his = holds(step.who, role.code);
        // A field that no kind has: who may do the step is told of it, and nothing is done.
        const auto answer =
            desk(role.code).send("POST", "/api/matters/" + id + "/steps/" + step.code, R"({"fields":{"no_such_field":1}})", {{"If-Match", version}});
        if (!his) {
          expect_refused(answer, role, of.code + " " + step.code);
          continue;
        }
        EXPECT_TRUE(answer.status == 422 || code_of(answer) == "not_now") << role.code << " " << of.code << " " << step.code << ": " << answer.body;
        ++allowed_;
      }
    }
    const auto now = object(desk("supervisor").get("/api/matters/" + id).body);
    EXPECT_EQ(now.at("matter").at("version"), made.at("matter").at("version")) << of.code << ": refused acts changed it";
    EXPECT_EQ(now.at("lines").as_array().size(), made.at("lines").as_array().size()) << of.code;
  }

  test::folder folder_;
  std::string data_ = [this] {
    auto data = folder_.file("data");
    test::server_process::import_place("portland", data);
    return data;
  }();
  test::server_process server_{data_};
  base::system_clock clock_;
  std::map<std::string, std::unique_ptr<test::desk_client>> desks_;
  int refused_ = 0, allowed_ = 0;
};

}  // namespace

TEST_F(KindRoles, EachOpensAndDoesWhatTheKindsFileGivesItAndNothingElse) {
  const auto kinds = project_kinds();
  const auto where = area();
  for (const auto& [code, of] : kinds) {
    SCOPED_TRACE(code);
    try_opening(of, where);
    const auto made = open(of, where);
    if (!made.empty()) try_steps(of, made);
  }
  EXPECT_GT(refused_, 900);
  EXPECT_GT(allowed_, 150);
}
