// A plan in force to its end: standing down, restarts, editions, resources, the log; on both engines.
#include <algorithm>
#include <fstream>

#include "foundation/base/problem.h"
#include "plan_town.h"

namespace {

using plan_test::text;

using Boards = plan_test::on_both;
ON_BOTH_ENGINES(Boards);

std::vector<std::string> line_kinds(const boost::json::object& board) {
  std::vector<std::string> out;
  for (const auto& one : board.at("log").as_array()) out.insert(out.begin(), std::string(one.at("kind").as_string()));
  return out;
}

}  // namespace

TEST_P(Boards, StandingDownNeedsAReportAndOpensTheReview) {
  const auto made = here().call(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","incident_id":"incident-1"})");
  const auto id = text(made.at("activation").as_object(), "id");
  here().act(here().leader, id, "close_road", "complete");
  here().call(here().leader, "confirm_plan_role", {{"id", id}, {"role", "cordon"}}, "{}");
  EXPECT_EQ(here().refusal(here().leader, "stand_down_activation", {{"id", id}}, R"({"report":"x"})"), "403 not_your_step");
  EXPECT_EQ(here().refusal(here().chief, "stand_down_activation", {{"id", id}}, R"({"report":""})"), "422 bad_input");
  EXPECT_EQ(here().refusal(here().chief, "stand_down_activation", {{"id", id}}, R"({"report":"  "})"), "422 missing_field");
  const auto over = here().call(here().chief, "stand_down_activation", {{"id", id}}, R"({"report":"nobody was hurt"})");
  const auto review = text(over.at("activation").as_object(), "review_matter_id");
  here().db().read([&](store::connection& db) {
    const auto rows = db.query("SELECT kind, subject_kind, subject_id, fields FROM matters WHERE id = $1", {review});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.text(0, 0), "plan_review");
    EXPECT_EQ(rows.text(0, 1) + " " + rows.text(0, 2), "activation " + id);
    const auto fields = boost::json::parse(rows.text(0, 3)).as_object();
    EXPECT_EQ(fields.at("ended_on").as_string(), "2026-11-22");
    EXPECT_EQ(fields.at("roles_filled").as_int64(), 1);
    EXPECT_EQ(fields.at("roles_planned").as_int64(), 2);
  });
  for (const std::string act : {"start_plan_task", "complete_plan_task", "refuse_plan_task"}) {
    EXPECT_EQ(here().refusal(here().chief, act, {{"id", id}, {"task", "report"}}, R"({"text":"x"})"), "409 stood_down") << act;
  }
  EXPECT_EQ(here().refusal(here().chief, "stand_down_activation", {{"id", id}}, R"({"report":"x"})"), "409 stood_down");
  here().tick(base::days(2));
  EXPECT_EQ(here().board(id).at("escalated").as_array().size(), 0U) << "nothing runs out any more";
  EXPECT_EQ(here().call(here().chief, "list_activations", {}, "", {{"state", "active"}}).at("items").as_array().size(), 0U);
}

TEST_P(Boards, NothingIsLostOverARestartInTheMiddle) {
  const auto id = here().activate();
  here().act(here().leader, id, "close_road", "start");
  here().call(here().leader, "add_activation_note", {{"id", id}}, R"({"text":"the north end is under water"})");
  clock_.advance(base::minutes(29));
  here().restart();
  EXPECT_EQ(text(here().task(id, "close_road"), "started_name"), "leader");
  here().tick(base::minutes(5));  // it ran out while nobody looked: noticed at the first turn
  EXPECT_EQ(text(here().task(id, "close_road"), "overdue_at"), "2026-11-22T01:34:00Z");
  here().act(here().leader, id, "close_road", "complete");
  const auto lines = line_kinds(here().board(id));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "overdue"), 4);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "note"), 1);
}

TEST_P(Boards, AnActivationKeepsTheEditionItBeganWith) {
  const auto id = here().activate();
  std::string changed(plan_test::small_plan);
  changed.replace(changed.find("within: 30 minutes"), 18, "within: 10 minutes");
  changed.replace(changed.find("edition: 1"), 10, "edition: 2");
  std::ofstream(here().catalogue() + "/plans/small.yaml") << changed;
  here().call(here().county, "reload_plans");
  here().restart();
  EXPECT_EQ(text(here().task(id, "close_road"), "name"), R"({"zh":"封路","en":"Close the road"})");
  EXPECT_EQ(text(here().task(id, "close_road"), "due_at"), "2026-11-22T01:30:00Z");
  const auto fresh = here().call(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","area_id":"west"})");
  EXPECT_NE(text(fresh.at("activation").as_object(), "plan_version"), text(here().board(id).at("activation").as_object(), "plan_version"));
}

TEST_P(Boards, ResourcesComeOnTheMapAndMove) {
  const auto id = here().activate();
  const auto add = [&](const std::string& body) { return here().refusal(here().office, "add_activation_resource", {{"id", id}}, body); };
  EXPECT_EQ(add(R"({"place_id":"moon"})"), "422 bad_input");
  EXPECT_EQ(add(R"({"code":"moon","name":"x"})"), "422 bad_input");
  EXPECT_EQ(add(R"({"count":2})"), "422 bad_input");
  EXPECT_EQ(add(R"({"name":"boat","position":{"lon":0,"lat":0}})"), "422 bad_input");
  EXPECT_EQ(add(R"({"code":"shelters","place_id":"school","state":"ready"})"), "");
  auto board = here().board(id);
  const auto& school = board.at("resources").as_array().back().as_object();
  EXPECT_EQ(text(school, "name"), "东镇小学");
  EXPECT_DOUBLE_EQ(school.at("position").at("lon").to_number<double>(), 116.75);
  here().call(here().office, "change_activation_resource", {{"id", id}, {"resource", text(school, "id")}},
              R"({"state":"in_use","position":{"lon":116.76,"lat":39.51},"note":"120 people"})");
  board = here().board(id);
  EXPECT_EQ(text(board.at("resources").as_array().back().as_object(), "state"), "in_use");
  EXPECT_EQ(text(board.at("resources").as_array().back().as_object(), "updated_name"), "office");
  EXPECT_EQ(here().refusal(here().office, "change_activation_resource", {{"id", id}, {"resource", "none"}}, "{}"), "404 not_found");
}

TEST_P(Boards, TheWholeLogIsReadByPages) {
  const auto id = here().activate();
  for (int i = 0; i < 4; ++i) here().call(here().office, "add_activation_note", {{"id", id}}, R"({"text":"line )" + std::to_string(i) + "\"}");
  const auto first = here().call(here().office, "list_activation_log", {{"id", id}}, "", {{"limit", "3"}});
  ASSERT_EQ(first.at("items").as_array().size(), 3U);
  const auto rest = here().call(here().office, "list_activation_log", {{"id", id}}, "", {{"limit", "3"}, {"after", text(first, "next")}});
  ASSERT_EQ(rest.at("items").as_array().size(), 2U);
  EXPECT_EQ(rest.at("items").as_array().at(1).at("note").as_string(), "line 3");
  EXPECT_FALSE(rest.contains("next"));
}
