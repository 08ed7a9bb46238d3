#include <gtest/gtest.h>

#include "town.h"

namespace {

using test::number_of;
using test::text_of;

using IncidentAccess = test::town_on_both_engines;
ON_BOTH_ENGINES(IncidentAccess);

test::town::asked on(const std::string& id, const std::string& body = {}) { return {.path = {{"id", id}}, .body = body}; }

TEST_P(IncidentAccess, WhatMayNotBeSeenIsNotFoundByAnyOperation) {
  auto& t = here();
  const auto west = t.take({}, false);
  const auto a = t.send(west, "car-1");
  const struct {
    const char* name;
    std::string id;
    const char* body;
  } cases[] = {
      {"get_incident", west, ""},
      {"get_timeline", west, ""},
      {"get_incident_110", west, ""},
      {"update_incident", west, R"({"priority":1})"},
      {"add_note", west, R"({"text":"x"})"},
      {"cancel_incident", west, R"({"reason":"x"})"},
      {"close_incident", west, R"({"result":"x"})"},
      {"reopen_incident", west, R"({"reason":"x"})"},
      {"merge_incident", west, R"({"into":"x"})"},
      {"assign_unit", west, R"({"unit_id":"car-2"})"},
      {"set_assignment_status", a, R"({"status":"accepted"})"},
      {"transfer_assignment", a, R"({"unit_id":"car-2","reason":"x"})"},
  };
  const auto before = t.get(west);
  for (const auto& one : cases) EXPECT_EQ(t.refused(t.east_dispatcher, one.name, on(one.id, one.body)).status, 404) << one.name;
  EXPECT_EQ(t.get(west), before);
  const auto mine = t.take();
  EXPECT_EQ(t.refused(t.east_dispatcher, "merge_incident", on(mine, R"({"into":")" + west + "\"}")).fields.at(0).code, "unknown");
}

TEST_P(IncidentAccess, SeeingIsNotDoing) {
  auto& t = here();
  const auto id = t.take({}, false);
  const auto a = t.send(id, "car-1");
  t.json(t.west_reader, "get_incident", on(id));
  EXPECT_EQ(t.refused(t.west_reader, "add_note", on(id, R"({"text":"x"})")).status, 403);
  EXPECT_EQ(t.refused(t.west_reader, "set_assignment_status", on(a, R"({"status":"accepted"})")).status, 403);
  EXPECT_EQ(t.refused(t.west_reader, "create_incident", {.body = R"({"type":"crash","location":{"lon":116.25,"lat":39.5}})"}).status, 403);
  EXPECT_EQ(t.refused(t.east_dispatcher, "create_incident", {.body = R"({"type":"crash","location":{"lon":116.25,"lat":39.5}})"}).status, 403)
      << "a call in another's area is not mine to take";
  EXPECT_EQ(t.refused(t.officer, "assign_unit", on(id, R"({"unit_id":"car-2"})")).status, 403);
}

TEST_P(IncidentAccess, ListsHoldOnlyWhatMayBeSeen) {
  auto& t = here();
  t.take();
  t.take({}, false);
  t.take({}, false);
  const auto count = [&](const operation::caller& who) { return t.json(who, "list_incidents", {}).at("items").as_array().size(); };
  EXPECT_EQ(count(t.dispatcher), 3U);
  EXPECT_EQ(count(t.east_dispatcher), 1U);
  EXPECT_EQ(count(t.west_reader), 2U);
}

TEST_P(IncidentAccess, OpenIncidentsComeByPriorityThenTimePageByPage) {
  auto& t = here();
  std::vector<std::string> expected;
  const auto take = [&](int priority) { return t.take(R"(,"priority":)" + std::to_string(priority)); };
  std::map<int, std::vector<std::string>> by_priority;
  for (int i = 0; i < 12; ++i) {
    const int priority = 1 + i % 4;
    by_priority[priority].push_back(take(priority));
    t.clock().advance(base::seconds(1));
  }
  for (const auto& [priority, ids] : by_priority) expected.insert(expected.end(), ids.begin(), ids.end());
  std::vector<std::string> seen;
  std::string after;
  do {
    test::town::asked ask{.query = {{"limit", "5"}}};
    if (!after.empty()) ask.query.emplace("after", after);
    const auto page = t.json(t.dispatcher, "list_incidents", ask);
    for (const auto& one : page.at("items").as_array()) seen.push_back(text_of(one.as_object(), "id"));
    after = page.contains("next") ? text_of(page, "next") : "";
    if (seen.size() == 5) take(4);  // what comes in meanwhile breaks nothing
  } while (!after.empty());
  ASSERT_EQ(seen.size(), expected.size() + 1);
  seen.pop_back();
  EXPECT_EQ(seen, expected);
}

TEST_P(IncidentAccess, EndedIncidentsComeLatestEndFirst) {
  auto& t = here();
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(t.take());
    t.clock().advance(base::seconds(1));
    t.json(t.dispatcher, "close_incident", on(ids.back(), R"({"result":"done"})"));
  }
  t.take();
  std::vector<std::string> seen;
  std::string after;
  do {
    test::town::asked ask{.query = {{"limit", "2"}, {"state", "closed"}}};
    if (!after.empty()) ask.query.emplace("after", after);
    const auto page = t.json(t.dispatcher, "list_incidents", ask);
    for (const auto& one : page.at("items").as_array()) seen.push_back(text_of(one.as_object(), "id"));
    after = page.contains("next") ? text_of(page, "next") : "";
  } while (!after.empty());
  EXPECT_EQ(seen, std::vector<std::string>(ids.rbegin(), ids.rend()));
  EXPECT_EQ(t.json(t.dispatcher, "list_incidents", {.query = {{"state", "all"}}}).at("items").as_array().size(), 6U);
}

TEST_P(IncidentAccess, WhatHappenedAtAPlaceIsWhatLiesWithinSomeMetresOfIt) {
  auto& t = here();
  constexpr double metre = 1.0 / 111'195;  // of latitude, in degrees
  const double east = metre / std::cos(39.5 * 3.14159265358979 / 180);
  const auto at = [](double lon, double lat) {
    return R"({"type":"crash","location":{"lon":)" + std::to_string(lon) + R"(,"lat":)" + std::to_string(lat) + "}}";
  };
  std::vector<std::string> near;
  for (const auto& [x, y] : std::vector<std::pair<double, double>>{{0, 0}, {45, 0}, {0, 45}, {40, 40}, {55, 0}, {0, -55}, {600, 0}}) {
    const auto made = t.json(t.dispatcher, "create_incident", {.body = at(116.25 + x * east, 39.5 + y * metre)});
    if (x * x + y * y < 50 * 50) near.push_back(text_of(made, "id"));
    t.clock().advance(base::seconds(1));
  }
  t.store().write_and_wait({}, [](store::transaction& work) {
    work.db().execute(
        "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_path, source, source_id, invented, created_at, version)"
        " VALUES ('mall', 'shop', '商场', 'Mall', 116.25, 39.5, '/', 'test', '1', FALSE, 0, 1)");
  });
  const auto seen = [&](const operation::caller& who, std::map<std::string, std::string> how) {
    how.emplace("state", "all");
    how.emplace("place_id", "mall");
    std::vector<std::string> ids;
    test::town::asked ask;
    for (const auto& [name, value] : how) ask.query.emplace(name, value);
    const auto page = t.json(who, "list_incidents", ask);
    for (const auto& one : page.at("items").as_array()) ids.push_back(text_of(one.as_object(), "id"));
    return ids;
  };
  EXPECT_EQ(near.size(), 3U);
  EXPECT_EQ(seen(t.dispatcher, {}), std::vector<std::string>(near.rbegin(), near.rend()));
  EXPECT_EQ(seen(t.dispatcher, {{"radius_m", "60"}}).size(), 6U);
  EXPECT_EQ(seen(t.dispatcher, {{"radius_m", "2000"}}).size(), 7U);
  EXPECT_EQ(seen(t.west_reader, {{"radius_m", "2000"}}).size(), 7U);
  EXPECT_EQ(seen(t.east_dispatcher, {{"radius_m", "2000"}}).size(), 0U) << "what he may not see is nowhere";
  const std::pair<std::pair<const char*, const char*>, const char*> wrong[] = {{{"mall", "0"}, "/radius_m"},
                                                                               {{"mall", "2001"}, "/radius_m"},
                                                                               {{"mall", "x"}, "/radius_m"},
                                                                               {{"nowhere", "50"}, "/place_id"},
                                                                               {{"", "50"}, "/radius_m"}};
  for (const auto& [said, field] : wrong) {
    EXPECT_EQ(t.refused(t.dispatcher, "list_incidents", {.query = {{"place_id", said.first}, {"radius_m", said.second}}}).fields.at(0).pointer,
              field);
  }
}

TEST_P(IncidentAccess, BadCursorsAndStatesAreRefused) {
  auto& t = here();
  for (const auto* cursor : {"x", "1,2", "1,x,id", "1,2,3,4", ","}) {
    EXPECT_EQ(t.refused(t.dispatcher, "list_incidents", {.query = {{"after", cursor}}}).fields.at(0).pointer, "/after") << cursor;
  }
  EXPECT_EQ(t.refused(t.dispatcher, "list_incidents", {.query = {{"state", "opn"}}}).fields.at(0).pointer, "/state");
  EXPECT_EQ(t.refused(t.dispatcher, "list_incidents", {.query = {{"limit", "501"}}}).fields.at(0).pointer, "/limit");
}

}  // namespace
