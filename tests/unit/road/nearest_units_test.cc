#include "town/road/nearest_units.h"

#include <gtest/gtest.h>

#include "maps/street_map.h"

namespace {

using test::street_map;
using unit_numbers = std::vector<road::unit_key>;

road::snapped place(const road::graph& roads, base::position at, road::snap_role role = road::snap_role::unit) {
  return road::snap(roads, {.role = role, .at = at, .max_m = 30}).value();
}

road::unit_positions stand(const road::graph& roads, const std::vector<base::position>& at) {
  std::vector<road::unit_on_road> units;
  for (std::uint32_t i = 0; i < at.size(); ++i) units.push_back({i, place(roads, at[i])});
  return {roads, units};
}

road::nearest_answer ask(const road::graph& roads, const road::unit_positions& units, road::nearest_request request) {
  road::search_workspace workspace;
  road::nearest_answer answer;
  road::nearest_units(roads, units, request, workspace, answer);
  return answer;
}

unit_numbers numbers(const road::nearest_answer& answer) {
  unit_numbers out;
  for (const auto& one : answer.units) out.push_back(one.unit);
  return out;
}

}  // namespace

TEST(NearestUnits, ComeInTheOrderOfRoadTimeNotOfDistance) {
  street_map map(R"(
A---------B
          |
X----Y    |
|    |    |
C----D    |
     |    |
     E----F
)");
  const auto roads = map.graph();
  // X is 200 m from A by air and 2,000 m by road; B is 500 m from A by either.
  const auto units = stand(*roads, {map.at('X'), map.at('B')});
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at('A'), road::snap_role::incident), .wanted = 3});
  EXPECT_EQ(numbers(answer), (unit_numbers{1, 0}));
  EXPECT_EQ(answer.end, road::search_end::exhausted);  // three were wanted
  EXPECT_LT(answer.units[0].time_ms, answer.units[1].time_ms);
  EXPECT_NEAR(static_cast<double>(answer.units[0].distance_cm), 50'000, 20);
  EXPECT_NEAR(static_cast<double>(answer.units[1].distance_cm), 200'000, 20);
}

TEST(NearestUnits, DriveRoundWhenTheIncidentIsBehindThemInAOneWay) {
  street_map map(R"(
A---->----B
|         |
C---------D
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at("AB", 0.6), map.at("AB", 0.1), map.at("AB", 0.5)});
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at("AB", 0.5), road::snap_role::incident), .wanted = 3});
  EXPECT_EQ(numbers(answer), (unit_numbers{2, 1, 0}));
  EXPECT_EQ(answer.units[0].time_ms, 0U);  // it is there
  EXPECT_NEAR(static_cast<double>(answer.units[1].distance_cm), 20'000, 20);
  EXPECT_NEAR(static_cast<double>(answer.units[2].distance_cm), 20'000 + 50'000 + 20'000 * 2 + 25'000, 100);
}

TEST(NearestUnits, OnATwoWayStreetNeedNotDriveRound) {
  street_map map(R"(
A---------B
|         |
C---------D
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at("AB", 0.6)});
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at("AB", 0.5), road::snap_role::incident), .wanted = 3});
  ASSERT_EQ(answer.units.size(), 1U);
  EXPECT_NEAR(static_cast<double>(answer.units[0].distance_cm), 5'000, 20);
}

TEST(NearestUnits, ThatCannotGetThereHaveNoTime) {
  street_map map(R"(
A----B----C

D----E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at("AB", 0.5), map.at("DE", 0.5)});
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at("BC", 0.5), road::snap_role::incident), .wanted = 2});
  EXPECT_EQ(numbers(answer), (unit_numbers{0}));
  EXPECT_EQ(answer.end, road::search_end::exhausted);
}

TEST(NearestUnits, SkipWhoDoesNotPassTheFilter) {
  street_map map(R"(
A----B----C----D----E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('B'), map.at('C'), map.at('D'), map.at('E')});
  unit_numbers asked;
  const std::function<bool(road::unit_key)> odd = [&](road::unit_key unit) {
    asked.push_back(unit);
    return unit % 2 == 1;
  };
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at('A'), road::snap_role::incident), .wanted = 1, .passes = &odd});
  EXPECT_EQ(numbers(answer), (unit_numbers{1}));
  EXPECT_EQ(asked, (unit_numbers{0, 1}));  // each once, nearest first, and nobody behind the last one wanted
}

TEST(NearestUnits, WithTheSameTimeComeByNumber) {
  street_map map(R"(
B----A----C
)");
  const auto roads = map.graph();
  const auto at = place(*roads, map.at('C'));
  const std::vector<road::unit_on_road> same = {{9, at}, {4, at}, {6, at}};
  const road::unit_positions units(*roads, same);
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at('A'), road::snap_role::incident), .wanted = 2});
  EXPECT_EQ(numbers(answer), (unit_numbers{4, 6}));
  EXPECT_EQ(answer.units[0].time_ms, answer.units[1].time_ms);
}

TEST(NearestUnits, TellWhatTheyWereNotLookedForFrom) {
  street_map map(R"(
A----B----C----D----E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('B'), map.at('E')});
  road::nearest_request request{.target = place(*roads, map.at('A'), road::snap_role::incident), .wanted = 2};
  request.within_ms = 60'000;
  auto answer = ask(*roads, units, request);
  EXPECT_EQ(numbers(answer), (unit_numbers{0}));
  EXPECT_EQ(answer.end, road::search_end::limited);
  request.within_ms = answer.units[0].time_ms;  // the limit itself is within
  EXPECT_EQ(numbers(ask(*roads, units, request)), (unit_numbers{0}));
  request.within_ms = answer.units[0].time_ms - 1;
  EXPECT_EQ(numbers(ask(*roads, units, request)), (unit_numbers{}));
  request.within_ms = road::nothing;
  request.max_settled = 1;
  EXPECT_EQ(ask(*roads, units, request).end, road::search_end::limited);
}

TEST(NearestUnits, AllHaveATimeForTheReasons) {
  street_map map(R"(
A----B----C----D----E

F----G
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('B'), map.at('E'), map.at("FG", 0.5), map.at('C')});
  const std::function<bool(road::unit_key)> listed = [](road::unit_key unit) { return unit != 3; };
  road::search_workspace workspace;
  const auto answer =
      road::times_of_units(*roads, units, {.target = place(*roads, map.at('A'), road::snap_role::incident), .passes = &listed}, workspace);
  EXPECT_EQ(numbers(answer), (unit_numbers{0, 1}));
  EXPECT_EQ(answer.end, road::search_end::exhausted);  // so unit 2 cannot get there
}

TEST(NearestUnits, HonourClosuresAtOnce) {
  street_map map(R"(
A----B----C
|         |
D---------E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('A'), map.at('E')});
  const auto target = place(*roads, map.at("BC", 0.2), road::snap_role::incident);
  EXPECT_EQ(numbers(ask(*roads, units, {.target = target, .wanted = 1})), (unit_numbers{0}));
  const road::closures shut(*roads, road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("AB")}), 1);
  EXPECT_EQ(numbers(ask(*roads, units, {.target = target, .wanted = 1, .shut = &shut})), (unit_numbers{1}));
  const auto both = ask(*roads, units, {.target = target, .wanted = 2, .shut = &shut});
  EXPECT_NEAR(static_cast<double>(both.units[1].distance_cm), 20'000 + 50'000 + 20'000 + 20'000, 100);
}

TEST(NearestUnits, StandingOnAClosedRoadCannotDriveOnIt) {
  street_map map(R"(
A----B----C
|         |
D---------E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at("AB", 0.5), map.at("BC", 0.9)});
  const road::closures shut(*roads, road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("AB")}), 1);
  const auto answer = ask(*roads, units, {.target = place(*roads, map.at('B'), road::snap_role::incident), .wanted = 2, .shut = &shut});
  EXPECT_EQ(numbers(answer), (unit_numbers{1}));
  const auto on_it = ask(*roads, units, {.target = place(*roads, map.at("AB", 0.4), road::snap_role::incident), .wanted = 2, .shut = &shut});
  EXPECT_EQ(numbers(on_it), (unit_numbers{}));
}

TEST(NearestUnits, AtACrossingLeaveByAnyStreet) {
  street_map map(R"(
A--<-B->--C
     |
     D
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('B')});
  for (const char end : {'A', 'C', 'D'}) {
    const auto answer = ask(*roads, units, {.target = place(*roads, map.at(end), road::snap_role::incident), .wanted = 1});
    ASSERT_EQ(answer.units.size(), 1U) << end;
    EXPECT_LT(answer.units[0].distance_cm, 26'000U) << end;
  }
}

TEST(UnitPositions, MoveAppearAndGo) {
  street_map map(R"(
A----B----C----D
)");
  const auto roads = map.graph();
  const auto first = stand(*roads, {map.at('B'), map.at('D')});
  const std::vector<road::unit_on_road> changed = {{1, place(*roads, map.at('A'))}, {7, place(*roads, map.at('C'))}};
  const std::vector<road::unit_key> removed = {0};
  const auto second = first.with(*roads, changed, removed);
  const auto target = place(*roads, map.at('A'), road::snap_role::incident);
  EXPECT_EQ(numbers(ask(*roads, first, {.target = target, .wanted = 9})), (unit_numbers{0, 1}));
  EXPECT_EQ(numbers(ask(*roads, second, {.target = target, .wanted = 9})), (unit_numbers{1, 7}));
  EXPECT_EQ(ask(*roads, second, {.target = target, .wanted = 9}).units[0].time_ms, 0U);
  const auto none = second.with(*roads, {}, std::vector<road::unit_key>{1, 7});
  EXPECT_EQ(ask(*roads, none, {.target = target}).end, road::search_end::exhausted);
}

TEST(SearchWorkspace, IsUsedAgainWithoutATrace) {
  street_map map(R"(
A----B----C----D----E
)");
  const auto roads = map.graph();
  const auto units = stand(*roads, {map.at('B'), map.at('E')});
  road::search_workspace workspace;
  road::nearest_answer answer;
  const road::nearest_request near_a{.target = place(*roads, map.at('A'), road::snap_role::incident), .wanted = 2};
  const road::nearest_request near_e{.target = place(*roads, map.at('E'), road::snap_role::incident), .wanted = 2};
  road::nearest_units(*roads, units, near_a, workspace, answer);
  const auto first = answer.units;
  for (int i = 0; i < 100; ++i) {
    road::nearest_units(*roads, units, near_e, workspace, answer);
    EXPECT_EQ(numbers(answer), (unit_numbers{1, 0}));
    road::nearest_units(*roads, units, near_a, workspace, answer);
    EXPECT_EQ(answer.units, first);
  }
}
