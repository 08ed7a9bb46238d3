// Drills: on a clock of their own, in a file of their own, and nothing of them anywhere else.
#include <algorithm>
#include <filesystem>

#include "foundation/base/problem.h"
#include "plan_town.h"

namespace {

namespace fs = std::filesystem;
using plan_test::text;

using Drills = plan_test::on_both;
ON_BOTH_ENGINES(Drills);

std::vector<std::string> tables_of(store::connection& db) {
  const auto rows =
      db.query(db.kind() == store::engine::sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                                                  : "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
  return out;
}

std::string text_of(const store::value& one) {
  if (std::holds_alternative<std::string>(one)) return std::get<std::string>(one);
  if (std::holds_alternative<std::int64_t>(one)) return std::to_string(std::get<std::int64_t>(one));
  if (std::holds_alternative<double>(one)) return std::to_string(std::get<double>(one));
  if (std::holds_alternative<bool>(one)) return std::get<bool>(one) ? "true" : "false";
  return "-";
}

// Every row of every table, as text.
std::map<std::string, std::vector<std::string>> everything(store::database& of) {
  std::map<std::string, std::vector<std::string>> out;
  of.read([&](store::connection& db) {
    for (const auto& table : tables_of(db)) {
      const auto rows = db.query("SELECT * FROM " + table);
      auto& all = out[table];
      for (std::size_t i = 0; i < rows.size(); ++i) {
        std::string row;
        for (const auto& cell : rows[i]) row += text_of(cell) + "|";
        all.push_back(std::move(row));
      }
      std::ranges::sort(all);
    }
  });
  return out;
}

class drill {
 public:
  drill(plan_test::town& in, const std::string& more = R"(,"speed":60)") : in_(in) {
    const auto made = in.call(in.county, "start_drill", {}, R"({"plan":"small","area_id":"east","title":"autumn")" + more + "}");
    id = text(made, "id");
  }
  boost::json::object call(const operation::caller& who, const std::string& name, const std::string& body = {},
                           std::map<std::string, std::string, std::less<>> path = {}) {
    path["drill"] = id;
    if (!activation.empty() && !path.contains("id")) path["id"] = activation;
    if (name == "drill_activate_plan" || name.find("_drill") != std::string::npos) path.erase("id");
    return in_.call(who, name, path, body);
  }
  void activate() {
    const auto made = call(in_.county, "drill_activate_plan", R"({"plan":"small","level":"red","reason":"drilled","area_id":"east"})");
    activation = text(made.at("activation").as_object(), "id");
  }
  boost::json::object board() { return call(in_.county, "drill_get_activation_board"); }
  boost::json::object task(const std::string& code) {
    const auto shown = board();
    for (const auto& one : shown.at("tasks").as_array()) {
      if (one.at("task").as_string() == code) return one.as_object();
    }
    return {};
  }
  std::string id, activation;

 private:
  plan_test::town& in_;
};

}  // namespace

TEST_P(Drills, LeaveTheTownsDatabaseAsItWasButForTheJournal) {
  const auto before = everything(here().db());
  const auto events = here().events().size();
  drill one(here());
  one.activate();
  one.call(here().leader, "drill_confirm_plan_role", "{}", {{"role", "cordon"}});
  one.call(here().leader, "drill_complete_plan_task", R"({"text":"x"})", {{"task", "close_road"}});
  one.call(here().office, "drill_add_activation_note", R"({"text":"x"})");
  one.call(here().office, "drill_add_activation_resource", R"({"place_id":"school"})");
  here().tick(base::hours(1));
  one.call(here().county, "drill_stand_down_activation", R"({"report":"enough"})");
  one.call(here().county, "end_drill", R"({"summary":"learnt"})");
  here().tick(base::seconds(1));
  auto after = everything(here().db());
  ASSERT_EQ(after.size(), before.size());
  ASSERT_GT(before.size(), 40U);
  for (const auto& [table, rows] : before) {
    if (table == "journal") {
      EXPECT_EQ(after.at(table).size(), rows.size() + 2) << "it was started, and it was ended";
    } else if (!table.starts_with("journal") && table != "store_node") {  // where the node counts its journal
      EXPECT_EQ(after.at(table), rows) << table;
    }
  }
  EXPECT_EQ(here().events().size(), events);
}

TEST_P(Drills, AreMarkedInEveryAnswerAndInEveryRefusal) {
  drill one(here());
  one.activate();
  for (const std::string name :
       {"get_drill", "get_drill_report", "drill_get_activation_board", "drill_list_activation_log", "drill_list_activations"}) {
    std::map<std::string, std::string, std::less<>> path{{"drill", one.id}};
    if (name.find("board") != std::string::npos || name.find("log") != std::string::npos) path["id"] = one.activation;
    const auto given = here().call(here().county, name, path);
    EXPECT_TRUE(given.at("drill").as_bool()) << name;
    EXPECT_EQ(text(given, "watermark"), "演练") << name;
  }
  const auto listed = here().call(here().county, "list_drills");
  EXPECT_TRUE(listed.at("items").as_array().at(0).at("drill").as_bool());
  try {
    one.call(here().west, "drill_get_activation_board");
    FAIL() << "the other town sees nothing of it";
  } catch (const base::problem& problem) {
    EXPECT_EQ(problem.code, "not_found");
    EXPECT_EQ(problem.members.front(), (std::pair<std::string, std::string>("drill", "true")));
  }
}

TEST_P(Drills, RunOnAClockOfTheirOwn) {
  drill one(here(), R"(,"speed":60,"starts_at":"2030-07-01T00:00:00Z")");
  one.activate();
  EXPECT_EQ(text(one.task("close_road"), "due_at"), "2030-07-01T00:30:00Z");
  here().tick(base::seconds(29));
  EXPECT_EQ(text(one.board(), "as_of"), "2030-07-01T00:29:00Z");
  EXPECT_FALSE(one.task("close_road").at("overdue").as_bool());
  here().tick(base::seconds(1));
  EXPECT_TRUE(one.task("close_road").at("overdue").as_bool()) << "half an hour in half a minute";
  EXPECT_EQ(text(one.task("close_road"), "overdue_at"), "2030-07-01T00:30:00Z");
  one.call(here().county, "set_drill_speed", R"({"speed":1})");
  here().tick(base::minutes(10));
  EXPECT_EQ(text(one.board(), "as_of"), "2030-07-01T00:40:00Z");
}

TEST_P(Drills, GoOnOverARestart) {
  drill one(here(), R"(,"speed":10,"starts_at":"2030-07-01T00:00:00Z")");
  one.activate();
  here().tick(base::minutes(1));
  here().restart();
  EXPECT_EQ(text(one.board(), "as_of"), "2030-07-01T00:10:00Z");
  clock_.advance(base::minutes(2));
  here().restart();
  here().tick(base::seconds(0));
  EXPECT_EQ(text(one.task("close_road"), "overdue_at"), "2030-07-01T00:30:00Z");
}

TEST_P(Drills, KeepTheRulesOfThePlanAndOpenNoMatter) {
  drill one(here());
  EXPECT_THROW(one.call(here().chief, "drill_activate_plan", R"({"plan":"small","level":"red","reason":"x","area_id":"east"})"), base::problem);
  EXPECT_THROW(one.call(here().county, "drill_activate_plan", R"({"plan":"small","level":"red","reason":"x","incident_id":"incident-1"})"),
               base::problem)
      << "a real incident is no drill's";
  one.activate();
  const auto over = one.call(here().county, "drill_stand_down_activation", R"({"report":"enough"})");
  EXPECT_EQ(text(over.at("activation").as_object(), "review_matter_id"), "null");
  EXPECT_EQ(here().call(here().county, "list_activations").at("items").as_array().size(), 0U);
}

TEST_P(Drills, EndWithAReportThatIsKeptUntilItIsDeleted) {
  drill one(here());
  one.activate();
  one.call(here().leader, "drill_confirm_plan_role", "{}", {{"role", "cordon"}});
  here().tick(base::seconds(10));
  one.call(here().leader, "drill_complete_plan_task", R"({"text":"x"})", {{"task", "close_road"}});
  here().tick(base::seconds(20));
  EXPECT_EQ(here().refusal(here().leader, "end_drill", {{"drill", one.id}}, "{}"), "403 not_your_step");
  EXPECT_EQ(here().refusal(here().county, "delete_drill", {{"drill", one.id}}), "409 drill_runs");
  const auto report = one.call(here().county, "end_drill", R"({"summary":"too slow"})");
  const auto& figures = report.at("activations").as_array().at(0).as_object();
  EXPECT_EQ(figures.at("roles").as_int64(), 3);
  EXPECT_EQ(figures.at("roles_confirmed").as_int64(), 1);
  EXPECT_EQ(figures.at("tasks_done").as_int64(), 1);
  EXPECT_EQ(figures.at("tasks_late").as_int64(), 1) << "the report was due after 20 minutes";
  here().restart();
  here().tick(base::hours(1));
  EXPECT_EQ(here().refusal(here().county, "drill_add_activation_note", {{"drill", one.id}, {"id", one.activation}}, R"({"text":"x"})"),
            "409 drill_ended");
  const auto kept = one.call(here().county, "get_drill_report");
  EXPECT_EQ(text(kept.at("of").as_object(), "summary"), "too slow");
  EXPECT_EQ(text(kept, "as_of"), text(report, "as_of")) << "its clock stands still";
  EXPECT_EQ(kept.at("activations"), report.at("activations"));
  const auto file = scratch().file("town") + "/drills/" + one.id + ".db";
  EXPECT_TRUE(fs::exists(file));
  one.call(here().county, "delete_drill");
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(here().refusal(here().county, "get_drill", {{"drill", one.id}}), "404 not_found");
}

TEST_P(Drills, RefuseWhatMakesNoSense) {
  for (const std::string body :
       {R"({"plan":"none","area_id":"east"})", R"({"plan":"small","area_id":"moon"})", R"({"plan":"small","area_id":"east","speed":0})",
        R"({"plan":"small","area_id":"east","speed":61})", R"({"plan":"small","area_id":"east","starts_at":"1990-01-01T00:00:00Z"})"}) {
    EXPECT_EQ(here().refusal(here().county, "start_drill", {}, body), "422 bad_input") << body;
  }
  EXPECT_EQ(here().refusal(here().west, "start_drill", {}, R"({"plan":"small","area_id":"east"})"), "403 forbidden");
  EXPECT_EQ(here().refusal(here().county, "get_drill", {{"drill", "../../../etc/passwd"}}), "404 not_found");
  EXPECT_EQ(here().call(here().county, "list_drills").at("items").as_array().size(), 0U);
}
