// A plan in force: who activates it, roles, tasks and their clocks, levels, standing down; on both engines.
#include <algorithm>

#include "foundation/base/problem.h"
#include "plan_town.h"

namespace {

using plan_test::text;

using Plans = plan_test::on_both;
ON_BOTH_ENGINES(Plans);

constexpr base::duration almost_half_an_hour{base::minutes(30).us - 1};
constexpr const char* at_yellow = R"({"plan":"small","level":"yellow","reason":"water rises","area_id":"east"})";
constexpr const char* at_red = R"({"plan":"small","level":"red","reason":"water rises","area_id":"east"})";

std::int64_t figure(const boost::json::object& board, std::string_view name) { return board.at("activation").at(name).to_number<std::int64_t>(); }

std::vector<std::string> line_kinds(const boost::json::object& board) {
  std::vector<std::string> out;
  for (const auto& one : board.at("log").as_array()) out.insert(out.begin(), std::string(one.at("kind").as_string()));
  return out;
}

}  // namespace

TEST_P(Plans, AreActivatedByTheAuthorityOfTheLevelAloneOrByOneAbove) {
  struct row {
    const operation::caller& who;
    const char* body;
    const char* refused;
  };
  const auto county_office = plan_test::town::person("co", "office", "/county/");
  for (const auto& [who, body, refused] :
       {row{here().leader, at_yellow, "403 not_your_step"}, row{here().office, at_yellow, "403 not_your_step"},  // an office, but only of the town
        row{here().west, at_yellow, "403 forbidden"},                                                            // a commander, but of the other town
        row{here().chief, at_red, "403 not_your_step"},                                                          // of the town; red is the county's
        row{here().inspector, at_red, "403 not_your_step"}}) {
    EXPECT_EQ(here().refusal(who, "activate_plan", {}, body), refused) << who.account_name;
  }
  EXPECT_EQ(here().call(here().chief, "list_activations").at("items").as_array().size(), 0U);
  for (const auto& who : {here().chief, here().county, county_office}) {
    const auto made = here().call(who, "activate_plan", {}, at_yellow);
    here().call(here().county, "stand_down_activation", {{"id", text(made.at("activation").as_object(), "id")}}, R"({"report":"over"})");
  }
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, at_red), "");
}

TEST_P(Plans, OpenTheirRolesAndTasksWithClocksAtOnce) {
  const auto board = here().board(here().activate());
  EXPECT_EQ(text(board.at("activation").as_object(), "number"), "QY-2026-000001");
  EXPECT_EQ(figure(board, "roles_asked"), 2);  // supplies are for red alone
  EXPECT_EQ(figure(board, "tasks_open"), 2);
  EXPECT_EQ(text(board, "as_of"), "2026-11-22T01:00:00Z");
  const auto id = text(board.at("activation").as_object(), "id");
  EXPECT_EQ(text(here().task(id, "close_road"), "state"), "open");
  EXPECT_EQ(text(here().task(id, "close_road"), "due_at"), "2026-11-22T01:30:00Z");
  EXPECT_EQ(text(here().task(id, "count_heads"), "state"), "waiting");
  EXPECT_EQ(text(here().task(id, "count_heads"), "due_at"), "null");
  EXPECT_EQ(text(here().role(id, "cordon"), "due_at"), "2026-11-22T01:05:00Z");
  EXPECT_EQ(board.at("resources").as_array().size(), 1U);
  EXPECT_EQ(line_kinds(board), std::vector<std::string>{"activated"});
  ASSERT_FALSE(here().events().empty());
  EXPECT_EQ(here().events().back().what.topic, "activation");
  EXPECT_EQ(here().events().back().what.area_path, "/county/east/");
  here().act(here().leader, id, "close_road", "complete");
  const auto told = boost::json::parse(here().events().back().what.payload).as_object();
  EXPECT_EQ(told.at("tasks_done").as_int64(), 1) << "an event tells how it stands now";
  EXPECT_EQ(told.at("tasks_open").as_int64(), 2);
}

TEST_P(Plans, AreInForceOnceForAnAreaAndAnIncident) {
  here().activate();
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, at_yellow), "409 plan_active");
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","area_id":"west"})"), "");
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","incident_id":"incident-1"})"), "");
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","incident_id":"incident-1"})"),
            "409 plan_active");
  EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, R"({"plan":"small","level":"yellow","reason":"x","incident_id":"no"})"),
            "422 bad_input");
}

TEST_P(Plans, RefuseWhatIsNotThere) {
  for (const std::string body :
       {R"({"plan":"none","level":"red","reason":"x","area_id":"east"})", R"({"plan":"small","level":"blue","reason":"x","area_id":"east"})",
        R"({"plan":"small","level":"red","reason":"x"})", R"({"plan":"small","level":"red","reason":"","area_id":"east"})",
        R"({"plan":"small","level":"red","reason":"x","area_id":"moon"})", R"({"plan":"small","level":"red","reason":"x","place_id":"moon"})"}) {
    EXPECT_EQ(here().refusal(here().county, "activate_plan", {}, body), "422 bad_input") << body;
  }
  EXPECT_EQ(here().refusal(here().county, "get_activation_board", {{"id", "none"}}), "404 not_found");
}

TEST_P(Plans, OfATownAreNotSeenFromTheOther) {
  const auto id = here().activate();
  EXPECT_EQ(here().refusal(here().west, "get_activation_board", {{"id", id}}), "404 not_found");
  EXPECT_EQ(here().refusal(here().west, "stand_down_activation", {{"id", id}}, R"({"report":"x"})"), "404 not_found");
  EXPECT_EQ(here().call(here().west, "list_activations").at("items").as_array().size(), 0U);
  EXPECT_EQ(here().call(here().leader, "list_activations", {}, "", {{"state", "active"}}).at("items").as_array().size(), 1U);
}

TEST_P(Plans, RolesAreTakenOverByWhoCanHoldThemAndNotTwice) {
  const auto id = here().activate();
  const auto take = [&](const operation::caller& who, const std::string& role, const std::string& body = "{}") {
    return here().refusal(who, "confirm_plan_role", {{"id", id}, {"role", role}}, body);
  };
  EXPECT_EQ(take(here().office, "cordon"), "403 not_your_step");
  EXPECT_EQ(take(here().leader, "chief"), "403 not_your_step");
  EXPECT_EQ(take(here().office, "supplies"), "404 no_such_role");
  EXPECT_EQ(take(here().leader, "cordon"), "");
  EXPECT_EQ(take(here().leader, "cordon"), "") << "the same person again changes nothing";
  EXPECT_EQ(take(here().second, "cordon"), "409 role_held");
  EXPECT_EQ(take(here().second, "cordon", R"({"take_over":true})"), "");
  EXPECT_EQ(text(here().role(id, "cordon"), "confirmed_name"), "second");
  EXPECT_EQ(take(here().chief, "cordon", R"({"unit_id":"car-2","take_over":true})"), "422 bad_input") << "an ambulance is no cordon";
  EXPECT_EQ(take(here().chief, "cordon", R"({"unit_id":"car-1","take_over":true})"), "");
  EXPECT_EQ(text(here().role(id, "cordon"), "unit_name"), "Car 1");
  EXPECT_EQ(line_kinds(here().board(id)), (std::vector<std::string>{"activated", "role", "role", "role"}));
}

TEST_P(Plans, ATaskIsLateFromTheFirstMomentThatIsTooLate) {
  const auto id = here().activate();
  here().tick(almost_half_an_hour);
  EXPECT_FALSE(here().task(id, "close_road").at("overdue").as_bool()) << "a microsecond before";
  EXPECT_EQ(figure(here().board(id), "tasks_overdue"), 1) << "the report was due after 20 minutes";
  here().tick(base::microseconds(1));
  EXPECT_TRUE(here().task(id, "close_road").at("overdue").as_bool()) << "on it";
  EXPECT_EQ(text(here().task(id, "close_road"), "overdue_at"), "2026-11-22T01:30:00Z");
  const auto lines_then = line_kinds(here().board(id)).size();
  here().tick(base::seconds(1));
  EXPECT_EQ(line_kinds(here().board(id)).size(), lines_then) << "noticed once";
  const auto board = here().board(id);
  const auto& escalated = board.at("escalated").as_array();
  ASSERT_EQ(escalated.size(), 4U);  // two roles and two tasks
  EXPECT_EQ(escalated.at(0).at("code").as_string(), "cordon");
  EXPECT_EQ(escalated.at(3).at("code").as_string(), "close_road");
}

TEST_P(Plans, ATaskDoneInTimeIsNotLateAfterwards) {
  const auto id = here().activate();
  here().tick(almost_half_an_hour);
  here().act(here().leader, id, "close_road", "complete");
  here().tick(base::hours(5));
  EXPECT_FALSE(here().task(id, "close_road").at("overdue").as_bool());
  EXPECT_EQ(text(here().task(id, "close_road"), "overdue_at"), "null");
}

TEST_P(Plans, ATaskThatWaitsBeginsWhenTheOtherIsDone) {
  const auto id = here().activate();
  const std::map<std::string, std::string, std::less<>> heads{{"id", id}, {"task", "count_heads"}};
  EXPECT_EQ(here().refusal(here().leader, "complete_plan_task", heads, R"({"text":"12"})"), "409 task_waits");
  here().tick(base::minutes(10));
  here().act(here().leader, id, "close_road", "start");
  here().act(here().leader, id, "close_road", "complete", "both ends");
  EXPECT_EQ(text(here().task(id, "count_heads"), "due_at"), "2026-11-22T02:10:00Z");
  EXPECT_EQ(here().refusal(here().leader, "complete_plan_task", heads, R"({"text":"  "})"), "422 missing_field");
  here().act(here().leader, id, "count_heads", "complete", "212 of 212");
  EXPECT_EQ(text(here().task(id, "count_heads"), "state"), "reported");
}

TEST_P(Plans, WhatMustBeConfirmedIsConfirmedBySomebodyElse) {
  const auto id = here().activate();
  here().act(here().chief, id, "close_road", "complete");
  here().act(here().chief, id, "count_heads", "complete", "212");
  const std::map<std::string, std::string, std::less<>> heads{{"id", id}, {"task", "count_heads"}};
  EXPECT_EQ(here().refusal(here().chief, "confirm_plan_task", heads, "{}"), "409 needs_other_signer");
  EXPECT_EQ(here().refusal(here().leader, "confirm_plan_task", heads, "{}"), "403 not_your_step");
  EXPECT_EQ(here().refusal(here().county, "refuse_plan_task", heads, "{}"), "422 missing_field");
  here().act(here().county, id, "count_heads", "refuse", "two streets are missing");
  EXPECT_EQ(text(here().task(id, "count_heads"), "state"), "started");
  EXPECT_EQ(here().refusal(here().county, "confirm_plan_task", heads, "{}"), "409 nothing_to_confirm");
  here().act(here().leader, id, "count_heads", "complete", "all streets: 230");
  here().act(here().county, id, "count_heads", "confirm");
  EXPECT_EQ(text(here().task(id, "count_heads"), "state"), "done");
  EXPECT_EQ(text(here().task(id, "count_heads"), "confirmed_name"), "county");
}

TEST_P(Plans, TheSecondToCompleteATaskHearsWhoDidItAndWhen) {
  const auto id = here().activate();
  here().act(here().leader, id, "close_road", "complete", "mine");
  const std::map<std::string, std::string, std::less<>> road{{"id", id}, {"task", "close_road"}};
  try {
    here().call(here().second, "complete_plan_task", road, R"({"text":"no, mine"})");
    FAIL() << "the second must hear of the first";
  } catch (const base::problem& problem) {
    EXPECT_EQ(problem.code, "task_done");
    EXPECT_EQ(problem.detail, "leader did it at 2026-11-22T01:00:00Z.");
  }
  EXPECT_EQ(here().refusal(here().leader, "complete_plan_task", road, R"({"text":"again"})"), "") << "his own retry";
  EXPECT_EQ(text(here().task(id, "close_road"), "note"), "mine");
  EXPECT_EQ(figure(here().board(id), "version"), 2);
}

TEST_P(Plans, ARefusedTaskKeepsItsClockAndWaitsForWhoDecides) {
  const auto id = here().activate();
  here().act(here().leader, id, "close_road", "start");
  EXPECT_EQ(here().refusal(here().second, "start_plan_task", {{"id", id}, {"task", "close_road"}}, "{}"), "409 task_started");
  EXPECT_EQ(here().refusal(here().office, "refuse_plan_task", {{"id", id}, {"task", "close_road"}}, R"({"text":"x"})"), "403 not_your_step");
  here().act(here().leader, id, "close_road", "refuse", "the bridge is gone");
  const auto board = here().board(id);
  EXPECT_EQ(board.at("escalated").as_array().at(0).at("why").as_string(), "refused");
  EXPECT_EQ(text(here().task(id, "close_road"), "due_at"), "2026-11-22T01:30:00Z");
  here().act(here().second, id, "close_road", "start");
  here().act(here().second, id, "close_road", "complete");
  EXPECT_EQ(here().board(id).at("escalated").as_array().size(), 0U);
}

TEST_P(Plans, TheLevelGoesUpAndDownByWhoDecidesAtTheGraverOne) {
  const auto id = here().activate();
  const auto move = [&](const operation::caller& who, const std::string& level, const std::string& reason) {
    return here().refusal(who, "set_activation_level", {{"id", id}}, R"({"level":")" + level + R"(","reason":")" + reason + "\"}");
  };
  EXPECT_EQ(move(here().chief, "red", "worse"), "403 not_your_step");
  EXPECT_EQ(move(here().county, "yellow", "same"), "409 same_level");
  EXPECT_EQ(move(here().county, "blue", "none"), "422 bad_input");
  EXPECT_EQ(move(here().county, "red", ""), "422 bad_input");
  here().tick(base::minutes(10));
  EXPECT_EQ(move(here().county, "red", "the dyke leaks"), "");
  EXPECT_EQ(text(here().task(id, "pumps"), "due_at"), "2026-11-22T03:10:00Z") << "its clock begins with the level";
  EXPECT_EQ(text(here().task(id, "close_road"), "due_at"), "2026-11-22T01:30:00Z") << "the others' goes on";
  EXPECT_EQ(text(here().role(id, "supplies"), "state"), "asked");
  EXPECT_NE(text(here().board(id).at("activation").as_object(), "report_matter_id"), "null") << "red is reported";
  EXPECT_EQ(move(here().chief, "yellow", "better"), "403 not_your_step") << "down too is decided by who decides red";
  EXPECT_EQ(move(here().county, "yellow", "better"), "");
  EXPECT_EQ(text(here().task(id, "pumps"), "state"), "dropped");
  EXPECT_EQ(text(here().role(id, "supplies"), "state"), "released");
}
