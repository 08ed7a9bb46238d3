#include <gtest/gtest.h>

#include "town.h"

namespace {

using test::number_of;
using test::text_of;

using IncidentWork = test::town_on_both_engines;
ON_BOTH_ENGINES(IncidentWork);

test::town::asked on(const std::string& id, const std::string& body = {}) { return {.path = {{"id", id}}, .body = body}; }

std::string kinds(const boost::json::object& timeline) {
  std::string text;
  for (const auto& line : timeline.at("items").as_array()) text += (text.empty() ? "" : " ") + text_of(line.as_object(), "kind");
  return text;
}

TEST_P(IncidentWork, GoesFromTheCallToTheEndWithEveryTime) {
  auto& t = here();
  const auto id = t.take();
  t.clock().advance(base::seconds(30));
  const auto a = t.send(id, "car-1");
  EXPECT_EQ(text_of(t.get(id), "state"), "dispatched");
  for (const auto* status : {"accepted", "en_route", "on_scene", "cleared"}) {
    t.clock().advance(base::minutes(1));
    t.step(a, status);
    EXPECT_EQ(text_of(t.get(id), "state"), std::string(status) == "on_scene" || std::string(status) == "cleared" ? status : "dispatched");
  }
  t.clock().advance(base::minutes(1));
  const auto closed = t.json(t.dispatcher, "close_incident", on(id, R"({"result":"handled","note":"all well"})"));
  EXPECT_EQ(text_of(closed, "state"), "closed");
  EXPECT_EQ(text_of(closed, "result"), "handled");
  EXPECT_EQ(text_of(closed, "closed_at"), "2026-11-22T01:35:30Z");
  const auto& sent = closed.at("assignments").as_array().at(0).as_object();
  EXPECT_EQ(text_of(sent, "unit_name"), "Car 1");
  EXPECT_EQ(text_of(sent, "assigned_at"), "2026-11-22T01:30:30Z");
  EXPECT_EQ(text_of(sent, "on_scene_at"), "2026-11-22T01:33:30Z");
  EXPECT_EQ(text_of(sent, "released_at"), "2026-11-22T01:35:30Z");
  EXPECT_EQ(text_of(sent, "release_reason"), "closed");
  EXPECT_EQ(t.get(id), closed);
  const auto timeline = t.json(t.west_reader, "list_incident_types", {});
  const auto lines = t.json(t.dispatcher, "get_timeline", on(id));
  EXPECT_EQ(kinds(lines), "taken assigned step step step step released note closed");
  const auto& step = lines.at("items").as_array().at(4).as_object();
  EXPECT_EQ(text_of(step, "by_name"), "Desk O");
  EXPECT_EQ(text_of(step.at("text").as_object(), "zh"), "Car 1 到场");
  EXPECT_EQ(text_of(step.at("text").as_object(), "en"), "Car 1: On scene");
}

TEST_P(IncidentWork, ADevicesOwnTimeIsKept) {
  auto& t = here();
  const auto a = t.send(t.take(), "car-1");
  t.clock().advance(base::minutes(10));
  const auto after = t.json(t.officer, "set_assignment_status", on(a, R"({"status":"on_scene","at":"2026-11-22T01:36:00Z"})"));
  EXPECT_EQ(text_of(after, "on_scene_at"), "2026-11-22T01:36:00Z");
  EXPECT_TRUE(after.at("accepted_at").is_null());
  EXPECT_EQ(t.refused(t.officer, "set_assignment_status", on(a, R"({"status":"cleared","at":"2026-11-22T01:33:00Z"})")).code, "time_out_of_order");
  EXPECT_EQ(t.refused(t.officer, "set_assignment_status", on(a, R"({"status":"cleared","at":"2026-11-22T01:50:00Z"})")).code, "time_in_future");
  EXPECT_EQ(t.refused(t.officer, "set_assignment_status", on(a, R"({"status":"accepted"})")).code, "status_backwards");
}

TEST_P(IncidentWork, ARepeatedReportChangesNothingAndTellsNobody) {
  auto& t = here();
  const auto a = t.send(t.take(), "car-1");
  const auto first = t.step(a, "accepted");
  const auto events = t.events().size();
  t.clock().advance(base::seconds(9));
  EXPECT_EQ(t.step(a, "accepted"), first);
  EXPECT_EQ(t.events().size(), events);
}

TEST_P(IncidentWork, ATakenUnitIsRefusedWithWhoWhenAndWhere) {
  auto& t = here();
  const auto first = t.take();
  const auto second = t.take({}, false);
  t.send(first, "car-1");
  t.clock().advance(base::minutes(1));
  const auto problem = t.refused(t.other, "assign_unit", on(second, R"({"unit_id":"car-1"})"));
  EXPECT_EQ(problem.status, 409);
  EXPECT_EQ(problem.code, "unit_taken");
  std::map<std::string, std::string> members(problem.members.begin(), problem.members.end());
  EXPECT_EQ(members.at("taken_by"), "account-A");
  EXPECT_EQ(members.at("taken_by_name"), "Desk A");
  EXPECT_EQ(members.at("taken_at"), "2026-11-22T01:30:00Z");
  EXPECT_EQ(members.at("incident_number"), "20261122-0001");
  EXPECT_FALSE(problem.remedy.empty());
  EXPECT_EQ(text_of(t.get(second), "state"), "new");
  EXPECT_EQ(t.cell("SELECT count(*) FROM assignments"), "1");
  // To the same incident a second time it is no more free.
  EXPECT_EQ(t.refused(t.other, "assign_unit", on(first, R"({"unit_id":"car-1"})")).code, "unit_taken");
}

TEST_P(IncidentWork, TheLoserHearsNothingOfAnIncidentItMayNotSee) {
  auto& t = here();
  t.send(t.take({}, false), "car-1");
  const auto problem = t.refused(t.east_dispatcher, "assign_unit", on(t.take(), R"({"unit_id":"car-1"})"));
  EXPECT_EQ(problem.code, "unit_taken");
  for (const auto& [name, value] : problem.members) EXPECT_NE(name, "incident_number") << value;
  EXPECT_EQ(problem.detail.find("20261122"), std::string::npos);
}

TEST_P(IncidentWork, EachAssignmentOfAUnitHasAHigherEpoch) {
  auto& t = here();
  const auto id = t.take();
  const auto first = t.send(id, "car-1");
  t.step(first, "released");
  const auto second = t.json(t.dispatcher, "assign_unit", on(id, R"({"unit_id":"car-1"})"));
  EXPECT_EQ(number_of(second, "epoch"), 2);
  EXPECT_EQ(t.refused(t.officer, "set_assignment_status", on(first, R"({"status":"on_scene"})")).code, "assignment_over");
  EXPECT_EQ(text_of(second, "status"), "assigned");
}

TEST_P(IncidentWork, UnknownAndOffShiftUnitsAreNotSent) {
  auto& t = here();
  const auto id = t.take();
  EXPECT_EQ(t.refused(t.dispatcher, "assign_unit", on(id, R"({"unit_id":"car-99"})")).fields.at(0).pointer, "/unit_id");
  EXPECT_EQ(t.refused(t.dispatcher, "assign_unit", on(id, R"({"unit_id":"car-7"})")).code, "unit_off_shift");
  EXPECT_EQ(t.refused(t.dispatcher, "assign_unit", on(id, R"({})")).fields.at(0).code, "missing");
  EXPECT_EQ(t.refused(t.dispatcher, "assign_unit", on("no-such", R"({"unit_id":"car-1"})")).status, 404);
}

TEST_P(IncidentWork, ATransferIsBothOrNeither) {
  auto& t = here();
  const auto id = t.take();
  const auto a = t.send(id, "car-1");
  t.send(t.take(), "car-2");
  EXPECT_EQ(t.refused(t.dispatcher, "transfer_assignment", on(a, R"({"unit_id":"car-2","reason":"nearer"})")).code, "unit_taken");
  EXPECT_TRUE(t.get(id).at("assignments").as_array().at(0).as_object().at("released_at").is_null()) << "the first unit still goes";
  const auto made = t.json(t.dispatcher, "transfer_assignment", on(a, R"({"unit_id":"car-3","reason":"nearer"})"));
  EXPECT_EQ(text_of(made, "unit_id"), "car-3");
  const auto both = t.get(id).at("assignments").as_array();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(text_of(both[0].as_object(), "release_reason"), "transferred");
  EXPECT_EQ(t.refused(t.dispatcher, "transfer_assignment", on(a, R"({"unit_id":"car-4","reason":"x"})")).code, "assignment_over");
  EXPECT_EQ(t.refused(t.dispatcher, "transfer_assignment", on(text_of(made, "id"), R"({"unit_id":"car-3","reason":"x"})")).status, 422);
  t.send(t.take(), "car-1");  // free again
}

TEST_P(IncidentWork, CancellingReleasesEveryUnit) {
  auto& t = here();
  const auto id = t.take();
  t.step(t.send(id, "car-1"), "en_route");
  t.send(id, "car-2");
  const auto cancelled = t.json(t.dispatcher, "cancel_incident", on(id, R"({"reason":"false alarm"})"));
  EXPECT_EQ(text_of(cancelled, "state"), "cancelled");
  for (const auto& a : cancelled.at("assignments").as_array()) EXPECT_EQ(text_of(a.as_object(), "release_reason"), "cancelled");
  EXPECT_EQ(t.json(t.dispatcher, "cancel_incident", on(id, R"({"reason":"again"})")), cancelled) << "a retry changes nothing";
  const auto next = t.take();
  t.send(next, "car-1");
  EXPECT_EQ(t.refused(t.dispatcher, "assign_unit", on(id, R"({"unit_id":"car-3"})")).code, "incident_over");
  EXPECT_EQ(t.refused(t.dispatcher, "close_incident", on(id, R"({"result":"x"})")).code, "incident_over");
}

TEST_P(IncidentWork, ClosingWaitsForUnitsStillOut) {
  auto& t = here();
  const auto id = t.take();
  t.send(id, "car-1");
  const auto problem = t.refused(t.dispatcher, "close_incident", on(id, R"({"result":"handled"})"));
  EXPECT_EQ(problem.code, "units_still_out");
  EXPECT_NE(problem.detail.find("Car 1"), std::string::npos);
}

TEST_P(IncidentWork, ReopeningStartsAnewAndCounts) {
  auto& t = here();
  const auto id = t.take();
  t.step(t.send(id, "car-1"), "cleared");
  t.json(t.dispatcher, "close_incident", on(id, R"({"result":"handled"})"));
  t.clock().advance(base::minutes(5));
  const auto again = t.json(t.dispatcher, "reopen_incident", on(id, R"({"reason":"the same noise"})"));
  EXPECT_EQ(text_of(again, "state"), "new");
  EXPECT_EQ(number_of(again, "reopened_count"), 1);
  EXPECT_TRUE(again.at("closed_at").is_null());
  t.send(id, "car-1");
  EXPECT_EQ(text_of(t.get(id), "state"), "dispatched");
  EXPECT_EQ(t.refused(t.dispatcher, "reopen_incident", on(id, R"({"reason":"x"})")).code, "incident_open");
}

TEST_P(IncidentWork, MergingKeepsBothTimelinesAndMovesTheUnits) {
  auto& t = here();
  const auto main = t.take();
  const auto twin = t.take();
  const auto earlier = t.take(R"(,"duplicate_of":")" + twin + "\"");
  const auto done = t.send(twin, "car-1");
  t.step(done, "released");
  const auto out = t.send(twin, "car-2");
  t.step(out, "en_route");
  t.json(t.dispatcher, "add_note", on(twin, R"({"text":"smoke seen"})"));
  const auto merged = t.json(t.dispatcher, "merge_incident", on(twin, R"({"into":")" + main + "\"}"));
  EXPECT_EQ(text_of(merged, "state"), "merged");
  EXPECT_EQ(text_of(merged, "merged_into"), main);
  EXPECT_EQ(merged.at("assignments").as_array().size(), 1U) << "what was over stays where it was";
  const auto stands = t.get(main);
  EXPECT_EQ(text_of(stands, "state"), "dispatched");
  EXPECT_EQ(text_of(stands.at("assignments").as_array().at(0).as_object(), "id"), out);
  t.step(out, "on_scene");
  EXPECT_EQ(text_of(t.get(main), "state"), "on_scene") << "the unit now works for the other";
  EXPECT_EQ(text_of(t.get(earlier), "merged_into"), main) << "whoever was merged before follows";
  const auto lines = record::to_json(dispatch::words{}) + t.ask(t.dispatcher, "get_timeline", on(main)).body;
  EXPECT_NE(lines.find("smoke seen"), std::string::npos);
  EXPECT_EQ(t.json(t.dispatcher, "merge_incident", on(twin, R"({"into":")" + main + "\"}")), t.get(twin)) << "a retry changes nothing";
  EXPECT_EQ(t.refused(t.dispatcher, "merge_incident", on(main, R"({"into":")" + main + "\"}")).status, 422);
  EXPECT_EQ(t.refused(t.dispatcher, "merge_incident", on(main, R"({"into":")" + twin + "\"}")).code, "incident_over");
  EXPECT_EQ(t.refused(t.dispatcher, "reopen_incident", on(twin, R"({"reason":"x"})")).code, "incident_over");
}

TEST_P(IncidentWork, MergingMayReleaseTheUnitsInstead) {
  auto& t = here();
  const auto main = t.take();
  const auto twin = t.take();
  t.send(twin, "car-1");
  const auto merged = t.json(t.dispatcher, "merge_incident", on(twin, R"({"into":")" + main + R"(","units":"release"})"));
  EXPECT_EQ(text_of(merged.at("assignments").as_array().at(0).as_object(), "release_reason"), "merged");
  EXPECT_EQ(text_of(t.get(main), "state"), "new");
  t.send(main, "car-1");
}

TEST_P(IncidentWork, ChangesNeedTheVersionThatWasSeen) {
  auto& t = here();
  const auto id = t.take();
  EXPECT_EQ(t.refused(t.dispatcher, "update_incident", on(id, R"({"priority":1})")).status, 428);
  auto ask = on(id, R"({"priority":1,"address":"路口"})");
  ask.version = 1;
  const auto changed = t.json(t.dispatcher, "update_incident", ask);
  EXPECT_EQ(number_of(changed, "priority"), 1);
  EXPECT_EQ(number_of(changed, "version"), 2);
  EXPECT_EQ(text_of(changed, "type"), "crash");
  EXPECT_EQ(t.refused(t.other, "update_incident", ask).status, 412) << "somebody else was faster";
  ask.version = 2;
  EXPECT_EQ(number_of(t.json(t.dispatcher, "update_incident", ask), "version"), 2) << "nothing changed";
  const auto a = t.send(id, "car-1");
  auto step = on(a, R"({"status":"accepted"})");
  step.version = 9;
  EXPECT_EQ(t.refused(t.officer, "set_assignment_status", step).status, 412);
  step.version = 1;
  EXPECT_EQ(text_of(t.json(t.officer, "set_assignment_status", step), "status"), "accepted");
}

TEST_P(IncidentWork, ReclassifyingCarriesThePriorityUnlessItWasSetByHand) {
  auto& t = here();
  const auto change = [&](const std::string& id, const std::string& body) {
    auto ask = on(id, body);
    ask.version = number_of(t.get(id), "version");
    return t.json(t.dispatcher, "update_incident", ask);
  };
  const auto id = t.take();
  const auto once = change(id, R"({"type":"crash_injury"})");
  EXPECT_EQ(number_of(once, "priority"), 1);
  EXPECT_EQ(text_of(once, "first_type"), "crash");
  change(id, R"({"priority":4})");
  const auto twice = change(id, R"({"type":"hit_and_run"})");
  EXPECT_EQ(number_of(twice, "priority"), 4);
  EXPECT_EQ(text_of(twice, "first_type"), "crash");
  EXPECT_NE(t.ask(t.dispatcher, "get_timeline", on(id)).body.find("type Crash without injury → Crash with injury"), std::string::npos);
}

TEST_P(IncidentWork, AnIncidentThatMovesToAnotherAreaIsGoneFromTheFirst) {
  auto& t = here();
  const auto id = t.take();
  auto ask = on(id, R"({"location":{"lon":116.25,"lat":39.5}})");
  ask.version = 1;
  const auto moved = t.json(t.dispatcher, "update_incident", ask);
  EXPECT_EQ(text_of(moved, "area_id"), "west");
  EXPECT_EQ(t.refused(t.east_dispatcher, "get_incident", on(id)).status, 404);
  t.json(t.west_reader, "get_incident", on(id));
  const auto& events = t.events();
  ASSERT_GE(events.size(), 3U);
  EXPECT_EQ(events[1].what.area_path, "/county/east/");
  EXPECT_NE(events[1].what.payload.find(R"("gone":true)"), std::string::npos) << "boards in the east hear that it is gone";
  EXPECT_EQ(events[2].what.area_path, "/county/west/");
  ask = on(id, R"({"location":{"lon":130,"lat":39.5}})");
  ask.version = 2;
  EXPECT_EQ(t.refused(t.dispatcher, "update_incident", ask).fields.at(0).code, "outside");
}

}  // namespace
