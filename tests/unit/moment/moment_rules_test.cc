#include "insight/moment/moment_rules.h"

#include <gtest/gtest.h>

#include "insight/moment/member_text.h"

namespace {

using moment::past_state;

past_state state(std::string topic, std::string id, std::int64_t at_us, std::string record = "{}", bool ended = false) {
  return {.topic = std::move(topic),
          .subject_id = std::move(id),
          .at_us = at_us,
          .node = "n1",
          .seq = at_us,
          .ended = ended,
          .record = std::move(record)};
}

constexpr std::string_view noon = "2026-11-22T04:00:00Z";
base::instant at(std::string_view text) { return *base::instant_from_rfc3339(text); }

TEST(MemberText, FindsMembersOfTheOutermostObjectOnly) {
  const std::string text = R"({"a":{"b":1,"c":"}"},"d":["x,\"b\":2",{"b":3}],"b":"four","n":null,"k":-5})";
  EXPECT_EQ(moment::find_member(text, "b"), R"("four")");
  EXPECT_EQ(moment::text_member(text, "b"), "four");
  EXPECT_EQ(moment::find_member(text, "d"), R"(["x,\"b\":2",{"b":3}])");
  EXPECT_EQ(moment::find_member(text, "c"), "");
  EXPECT_EQ(moment::text_member(text, "n"), "");
  EXPECT_EQ(moment::integer_member(text, "k"), -5);
  EXPECT_EQ(moment::find_member("{}", "b"), "");
  EXPECT_EQ(moment::find_member("", "b"), "");
}

TEST(MemberText, SetsAMemberAndLeavesTheRest) {
  std::string text = R"({"state":"new","x":{"state":"old"}})";
  moment::set_member(text, "state", R"("closed")");
  moment::set_member(text, "missing", "1");
  EXPECT_EQ(text, R"({"state":"closed","x":{"state":"old"}})");
}

TEST(Fold, TakesTheLastStateAtOrBeforeTheMomentInWhateverOrderTheRowsCome) {
  const std::vector<past_state> rows = {state("unit", "u", 30, "3"), state("unit", "u", 10, "1"), state("unit", "u", 20, "2"),
                                        state("incident", "u", 20, "i")};
  const auto found = moment::fold(rows, {29});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].record, "i");
  EXPECT_EQ(found[1].record, "2");
  EXPECT_EQ(moment::fold(rows, {30})[1].record, "3");
  EXPECT_TRUE(moment::fold(rows, {9}).empty());
}

TEST(Fold, LeavesOutWhatHadEndedAndShowsWhatBeganAgain) {
  const std::vector<past_state> rows = {state("incident", "i", 10), state("incident", "i", 20, "{}", true), state("incident", "i", 30, "again")};
  EXPECT_EQ(moment::fold(rows, {19}).size(), 1U);
  EXPECT_TRUE(moment::fold(rows, {20}).empty());
  EXPECT_EQ(moment::fold(rows, {30}).at(0).record, "again");
}

TEST(Fold, OfTwoStatesOfOneInstantTakesTheOneJournaledLater) {
  auto first = state("unit", "u", 10, "1");
  auto second = state("unit", "u", 10, "2");
  second.seq = 11;
  EXPECT_EQ(moment::fold(std::vector{second, first}, {10}).at(0).record, "2");
}

TEST(Compose, ShowsAUnitAtItsWork) {
  struct row {
    std::string on_shift, status, expected;
  };
  const row table[] = {{"true", "", "available"},        {"false", "", "off_shift"},       {"true", "assigned", "assigned"},
                       {"true", "accepted", "assigned"}, {"true", "en_route", "en_route"}, {"false", "on_scene", "on_scene"},
                       {"true", "cleared", "returning"}};
  for (const auto& one : table) {
    const auto unit = state("unit", "u", 1, R"({"id":"u","on_shift":)" + one.on_shift + R"(,"state":"available","incident_id":null})");
    moment::tasks doing;
    if (!one.status.empty()) doing["u"] = {.status = one.status, .incident_id = "i"};
    const auto then = moment::compose(std::vector{unit}, doing, {2});
    EXPECT_EQ(moment::text_member(then.units.at(0), "state"), one.expected);
    EXPECT_EQ(moment::text_member(then.units.at(0), "incident_id"), one.status.empty() ? "" : "i");
  }
}

TEST(Compose, OrdersIncidentsByPriorityThenTheTimeOfTheCall) {
  const auto incident = [](const std::string& id, int priority, const std::string& reported) {
    return state("incident", id, 1, R"({"id":")" + id + R"(","priority":)" + std::to_string(priority) + R"(,"reported_at":")" + reported + "\"}");
  };
  const std::vector<past_state> shown = {incident("a", 2, "2026-11-22T01:00:00Z"), incident("b", 1, "2026-11-22T03:00:00Z"),
                                         incident("c", 1, "2026-11-22T02:00:00.5Z")};
  const auto then = moment::compose(shown, {}, at(noon));
  std::string order;
  for (const auto& one : then.incidents) order += moment::text_member(one, "id");
  EXPECT_EQ(order, "cba");
}

TEST(Compose, AClosureIsActiveWithinItsTimesAndGoneBehindThem) {
  const auto closure = [](std::string_view from, std::string_view until) {
    return state("closure", "c", 1, R"({"id":"c","from":")" + std::string(from) + R"(","until":)" + std::string(until) + R"(,"active":false})");
  };
  const auto active = [&](const past_state& one) {
    const auto then = moment::compose(std::vector{one}, {}, at(noon));
    return then.closures.empty()                                       ? std::string_view("gone")
           : moment::find_member(one.record, "id").empty()             ? ""
           : moment::find_member(then.closures[0], "active") == "true" ? "active"
                                                                       : "to come";
  };
  EXPECT_EQ(active(closure("2026-11-22T03:00:00Z", "null")), "active");
  EXPECT_EQ(active(closure("2026-11-22T03:00:00Z", R"("2026-11-22T04:00:00Z")")), "gone");
  EXPECT_EQ(active(closure("2026-11-22T05:00:00Z", "null")), "to come");
}

TEST(Compose, AShiftIsShownWhileItRunsOrWhenItShould) {
  const auto shift = [](std::string_view starts, std::string_view ends, std::string_view began) {
    return state(
        "shift", "s", 1,
        R"({"id":"s","starts_at":)" + std::string(starts) + R"(,"ends_at":)" + std::string(ends) + R"(,"began_at":)" + std::string(began) + "}");
  };
  const auto shown = [&](const past_state& one) { return moment::compose(std::vector{one}, {}, at(noon)).shifts.size(); };
  EXPECT_EQ(shown(shift("null", "null", R"("2026-11-22T03:00:00Z")")), 1U);
  EXPECT_EQ(shown(shift(R"("2026-11-22T03:00:00Z")", R"("2026-11-22T05:00:00Z")", "null")), 1U);
  EXPECT_EQ(shown(shift(R"("2026-11-22T05:00:00Z")", R"("2026-11-22T07:00:00Z")", "null")), 0U);
  EXPECT_EQ(shown(shift(R"("2026-11-22T01:00:00Z")", R"("2026-11-22T03:00:00Z")", R"("2026-11-22T01:00:00Z")")), 1U) << "runs on";
}

constexpr std::string_view sent_only =
    R"({"id":"a","status":"assigned","accepted_at":null,"en_route_at":null,"on_scene_at":null,"cleared_at":null,"released_at":null})";

TEST(Hindsight, SaysWhatAUnitHadDoneAccordingToWhatItReportedLater) {
  const auto then = state("assignment", "a", 1, std::string(sent_only));
  const std::string later =
      R"({"id":"a","status":"released","accepted_at":null,"en_route_at":"2026-11-22T03:50:00Z","on_scene_at":"2026-11-22T03:59:00Z",)"
      R"("cleared_at":"2026-11-22T04:30:00Z","released_at":"2026-11-22T04:31:00Z"})";
  const auto corrected = moment::with_hindsight(then, later, at(noon));
  ASSERT_TRUE(corrected);
  EXPECT_EQ(moment::text_member(corrected->record, "status"), "on_scene");
  EXPECT_EQ(moment::text_member(corrected->record, "on_scene_at"), "2026-11-22T03:59:00Z");
  EXPECT_EQ(moment::find_member(corrected->record, "cleared_at"), "null");
  EXPECT_FALSE(corrected->ended);
  EXPECT_TRUE(moment::with_hindsight(then, later, at("2026-11-22T05:00:00Z"))->ended);
  EXPECT_FALSE(moment::with_hindsight(then, later, at("2026-11-22T03:00:00Z")));
}

}  // namespace
