// Streets drawn in characters: what one may drive, and how long it takes.
#include <gtest/gtest.h>

#include "maps/street_map.h"
#include "town/road/nearest_units.h"
#include "town/road/travel.h"

namespace {

using test::street_map;

// A place brought onto the graph, for either end of a trip.
road::snapped on(const road::graph& roads, base::position at, road::profile who, road::snap_role role) {
  const auto found = road::snap(roads, {.who = who, .role = role, .at = at, .max_m = 30});
  if (!found) throw std::runtime_error("nothing to snap to");
  return *found;
}

std::optional<road::road_path> path(const road::graph& roads, base::position from, base::position to, const road::closures* shut = nullptr,
                                    road::profile who = road::profile::car) {
  road::search_workspace workspace;
  const auto a = on(roads, from, who, road::snap_role::unit);
  const auto b = on(roads, to, who, road::snap_role::incident);
  auto found = road::find_path(roads, who, shut, a, b, workspace);
  // Forward and backward search are different code and must agree.
  const auto times = road::travel_times(roads, who, shut, a, std::vector<road::snapped>{b}, workspace);
  EXPECT_EQ(found.has_value(), times[0].has_value());
  if (found && times[0]) {
    EXPECT_EQ(found->duration_ms, *times[0]);
  }
  return found;
}

// The crossings a path passes, by name: "ABD"; "none" when there is no path.
std::string route(street_map& map, const road::graph& roads, base::position from, base::position to, const road::closures* shut = nullptr,
                  road::profile who = road::profile::car) {
  const auto found = path(roads, from, to, shut, who);
  if (!found) return "none";
  std::string names;
  for (const auto& p : found->geometry) {
    for (const auto& node : map.map().nodes) {
      if (road::to_point({.lon = node.lon, .lat = node.lat}) == road::to_point(p)) names.push_back(static_cast<char>(node.id));
    }
  }
  return names;
}

constexpr double residential_ms_a_metre = 3600.0 / 28;  // 28 km/h
constexpr double walking_ms_a_metre = 3600.0 / 5;

}  // namespace

TEST(Streets, TakeTheTimeOfTheirLength) {
  street_map map(R"(
A----B----C
)");
  const auto roads = map.graph();
  const auto found = path(*roads, map.at('A'), map.at('C'));
  ASSERT_TRUE(found);
  EXPECT_NEAR(static_cast<double>(found->duration_ms), 500 * residential_ms_a_metre, 20);
  EXPECT_NEAR(static_cast<double>(found->distance_cm), 50'000, 10);
  const auto walked = path(*roads, map.at('A'), map.at('C'), nullptr, road::profile::foot);
  EXPECT_NEAR(static_cast<double>(walked->duration_ms), 500 * walking_ms_a_metre, 50);
}

TEST(Streets, NameTheRoadsOfAPath) {
  street_map map(R"(
A--B--C
      |
      D
)");
  map.street("BC", {{"name", "AB street"}}).street("CD", {{"name:en", "South Road"}, {"ref", "S1"}});
  const auto roads = map.graph();
  const auto found = path(*roads, map.at("AB", 0.5), map.at('D'));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->steps.size(), 2U);
  EXPECT_EQ(found->steps[0].name, "AB street");
  EXPECT_EQ(found->steps[1].name, "CD street");
  EXPECT_EQ(found->steps[1].name_en, "South Road");
  EXPECT_EQ(found->steps[1].ref, "S1");
  EXPECT_NEAR(static_cast<double>(found->steps[0].distance_cm), 22'500, 10);
  EXPECT_EQ(found->steps[0].duration_ms + found->steps[1].duration_ms, found->duration_ms);
  EXPECT_EQ(found->geometry.front(), road::to_position(road::to_point(map.at("AB", 0.5))));
  EXPECT_EQ(found->geometry.size(), 4U);
}

TEST(Streets, HonourOneWays) {
  street_map map(R"(
A-->--B
|     |
C-----D
)");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B')), "AB");
  EXPECT_EQ(route(map, *roads, map.at('B'), map.at('A')), "BDCA");
  EXPECT_EQ(route(map, *roads, map.at('B'), map.at('A'), nullptr, road::profile::foot), "BA");
}

TEST(Streets, HonourOneWaysDrawnTheOtherWay) {
  street_map map(R"(
A--<--B
|     |
C-----D
)");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B')), "ACDB");
  EXPECT_EQ(route(map, *roads, map.at('B'), map.at('A')), "BA");
}

TEST(Streets, ObeyARestrictionAtACrossing) {
  street_map map(R"(
A---B---C
    |   |
    D---E
)");
  map.restrict_turn("no_right_turn", "AB", 'B', "BD");
  const auto roads = map.graph();
  EXPECT_EQ(map.report().restrictions_used, 1U);
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('D')), "BCED");
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.5), map.at('D')), "BD");  // from the other side the turn is free
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('D'), nullptr, road::profile::foot), "BD");
}

TEST(Streets, DoNotTurnBackBehindARestriction) {
  street_map map(R"(
A---B---C---F
    |       |
    D-------E
)");
  map.restrict_turn("no_right_turn", "AB", 'B', "BD");
  const auto roads = map.graph();
  // Straight on to C and back would be shorter: turning round at an open crossing is not done.
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at("BD", 0.5)), "BCFED");
}

TEST(Streets, TurnBackWhereTheRoadEnds) {
  street_map map(R"(
A---B---C
    |
    D
)");
  map.restrict_turn("no_right_turn", "AB", 'B', "BD");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at("BD", 0.5)), "BCB");
}

TEST(Streets, ObeyOnlyRestrictions) {
  street_map map(R"(
A---B---C
    |   |
    D---E
)");
  map.restrict_turn("only_straight_on", "AB", 'B', "BC");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('D')), "BCED");
}

TEST(Streets, LeaveOutRestrictionsThatBindOthers) {
  for (const auto& [more, expected, ignored] :
       std::vector<std::tuple<test::tag_vector, std::string, std::string>>{{{{"except", "psv;emergency"}}, "BD", "binds none of our profiles"},
                                                                           {{{"except", "motorcar"}}, "BD", ""},
                                                                           {{{"except", "bicycle"}}, "BCED", ""},
                                                                           {{{"restriction", "no_entry_for_dogs"}}, "BCED", ""},
                                                                           {{{"restriction", "give_way"}}, "BD", "unknown kind"}}) {
    street_map map(R"(
A---B---C
    |   |
    D---E
)");
    map.restrict_turn("no_right_turn", "AB", 'B', "BD", more);
    const auto roads = map.graph();
    EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('D')), expected) << more[0].second;
    EXPECT_EQ(map.report().restrictions_ignored.count(ignored), ignored.empty() ? 0U : 1U) << more[0].second;
  }
}

TEST(Streets, CountConditionalRestrictionsWithoutObeyingThem) {
  street_map map(R"(
A---B---C
    |   |
    D---E
)");
  map.restrict_turn("no_right_turn", "AB", 'B', "BD");
  auto drawn = map.map();
  drawn.relations[0].tags = {{"type", "restriction"}, {"restriction:conditional", "no_right_turn @ (Mo-Fr 07:00-19:00)"}};
  road::import_report report;
  const auto roads = test::graph_of(drawn, report);
  EXPECT_EQ(report.restrictions_ignored, (road::reason_counts{{"conditional", 1}}));
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('D')), "BD");
}

TEST(Streets, ObeyARestrictionOverAWay) {
  // A divided road: from A one may not cross over B-C to go back along D.
  street_map map(R"(
A-->--B-->--E
      |     |
D--<--C--<--F
)");
  map.restrict_over("no_u_turn", "AB", "BC", "CD");
  const auto roads = map.graph();
  EXPECT_EQ(map.report().restrictions_over_ways, 1U);
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at("CD", 0.5)), "BEFC");
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.1), map.at("CD", 0.5)), "C");  // who starts on B-C may turn
}

TEST(Streets, ObeyAnOnlyRestrictionOverAWay) {
  street_map map(R"(
A-->--B-->--E
      |     |
D--<--C--<--F
      v
      G
)");
  map.restrict_over("only_straight_on", "AB", "BC", "CG");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at('G')), "BCG");
  EXPECT_EQ(route(map, *roads, map.at("AB", 0.5), map.at("CD", 0.5)), "BEFC");
}

TEST(Streets, KeepThroughTrafficOutOfPrivateRoads) {
  street_map map(R"(
A---B---C
    |   |
    D---E---F
)");
  map.street("BC", {{"access", "private"}});
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("CE", 0.5)), "ABDE");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("BC", 0.9)), "AB");   // as the last stretch
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.9), map.at('F')), "CEF");  // as the first
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.1), map.at("BC", 0.9)), "");
  const auto entered = path(*roads, map.at('A'), map.at("BC", 0.5));
  const auto passed = path(*roads, map.at('A'), map.at("BD", 0.5));
  EXPECT_GT(entered->duration_ms, passed->duration_ms + 10'000);  // the gate
}

TEST(Streets, ReachPublicRoadsBehindPrivateOnes) {
  street_map map(R"(
A---B---C---D---E
    |       |
    F       G
)");
  map.street("BC", {{"access", "private"}});
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('G')), "ABCDG");
  EXPECT_EQ(route(map, *roads, map.at('G'), map.at('F')), "GDCBF");
}

TEST(Streets, NeverUseWhatIsForbidden) {
  street_map map(R"(
A---B
|   |
C---D
)");
  map.street("AB", {{"access", "no"}});
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B')), "ACDB");
  map.street("AB", {{"emergency", "yes"}});
  const auto opened = map.graph();
  EXPECT_EQ(route(map, *opened, map.at('A'), map.at('B')), "AB");
}

TEST(Streets, LetTheMostSpecialAccessSpeak) {
  street_map map(R"(
A---B
|   |
C---D
)");
  map.street("AB", {{"access", "no"}, {"motor_vehicle", "no"}, {"motorcycle", "yes"}});
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B')), "ACDB");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B'), nullptr, road::profile::motorcycle), "AB");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('B'), nullptr, road::profile::foot), "ACDB");
}

TEST(Streets, StopCarsAtBollards) {
  street_map map(R"(
A---B---C
|       |
D-------E
)");
  map.crossing('B', {{"barrier", "bollard"}});
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("BC", 0.5)), "ADEC");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("BC", 0.5), nullptr, road::profile::motorcycle), "AB");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("BC", 0.5), nullptr, road::profile::foot), "AB");
}

TEST(Streets, OpenGatesInTheirTime) {
  street_map open(R"(
A---B---C
)");
  street_map gated(R"(
A---B---C
)");
  gated.crossing('B', {{"barrier", "gate"}});
  const auto a = path(*open.graph(), open.at('A'), open.at('C'));
  const auto b = path(*gated.graph(), gated.at('A'), gated.at('C'));
  EXPECT_EQ(b->duration_ms, a->duration_ms + 15'000);
  gated.crossing('B', {{"barrier", "gate"}, {"access", "no"}});
  EXPECT_FALSE(path(*gated.graph(), gated.at('A'), gated.at('C')));
}

TEST(Streets, CostMoreAcrossTheOppositeLane) {
  const char* drawing = R"(
    L
    |
A---B---C
    |
    R
)";
  street_map map(drawing);
  const auto right = map.graph();
  const auto to_left = path(*right, map.at('A'), map.at('L'));
  const auto to_right = path(*right, map.at('A'), map.at('R'));
  EXPECT_NEAR(static_cast<double>(to_left->duration_ms), static_cast<double>(to_right->duration_ms) + 2'500, 3);
  const auto left = map.graph(true);
  EXPECT_NEAR(static_cast<double>(path(*left, map.at('A'), map.at('L'))->duration_ms), static_cast<double>(to_right->duration_ms), 3);
}

TEST(Streets, WaitAtSignalsInTheDirectionTheyFace) {
  street_map map(R"(
A---B---C
)");
  const auto free = path(*map.graph(), map.at('A'), map.at('C'))->duration_ms;
  map.crossing('B', {{"highway", "traffic_signals"}});
  EXPECT_EQ(path(*map.graph(), map.at('A'), map.at('C'))->duration_ms, free + 7'500);
  map.crossing('B', {{"highway", "stop"}, {"direction", "backward"}});
  EXPECT_EQ(path(*map.graph(), map.at('A'), map.at('C'))->duration_ms, free);
  EXPECT_EQ(path(*map.graph(), map.at('C'), map.at('A'))->duration_ms, free + 4'000);
}

TEST(Streets, GiveWayToGreaterRoads) {
  street_map map(R"(
    C
    |
A---B---D
)");
  map.every_street({{"maxspeed", "20"}});
  const auto equal = path(*map.graph(), map.at('C'), map.at('A'))->duration_ms;
  map.street("AB", {{"highway", "secondary"}}).street("BD", {{"highway", "secondary"}});
  EXPECT_EQ(path(*map.graph(), map.at('C'), map.at('A'))->duration_ms, equal + 2'000);
  map.crossing('B', {{"highway", "traffic_signals"}});
  EXPECT_EQ(path(*map.graph(), map.at('C'), map.at('A'))->duration_ms, equal + 7'500);
}

TEST(Streets, CrossWaterByFerry) {
  street_map map(R"(
A---B---------C---D
)");
  map.street("BC", {{"highway", ""}, {"route", "ferry"}, {"duration", "00:10"}});
  const auto roads = map.graph();
  const auto found = path(*roads, map.at('A'), map.at('D'));
  ASSERT_TRUE(found);
  EXPECT_NEAR(static_cast<double>(found->duration_ms), 600'000 + 300'000 + 400 * residential_ms_a_metre, 100);
}

TEST(Streets, ClosedAreLeftOutAtOnce) {
  street_map map(R"(
A---B---C
|       |
D-------E
)");
  const auto roads = map.graph();
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('C')), "ABC");
  const auto shut = road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("BC")});
  const road::closures both(*roads, shut, 1);
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('C'), &both), "ADEC");
  const road::closures one(*roads, std::vector<road::arc_id>{test::arc_between(*roads, map.at('B'), map.at('C'))}, 2);
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at('C'), &one), "ADEC");
  EXPECT_EQ(route(map, *roads, map.at('C'), map.at('A'), &one), "CBA");
}

TEST(Streets, WithAClosedStretchUnderOneCannotBeLeftOnIt) {
  street_map map(R"(
A---B---C
|       |
D-------E
)");
  const auto roads = map.graph();
  const road::closures shut(*roads, road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("BC")}), 1);
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.5), map.at('A'), &shut), "none");
  EXPECT_EQ(route(map, *roads, map.at('A'), map.at("BC", 0.5), &shut), "none");
  EXPECT_EQ(route(map, *roads, map.at("BC", 0.4), map.at("BC", 0.5), &shut), "none");
}

TEST(Streets, DifferInTheirSpeeds) {
  const auto seconds = [](const test::tag_vector& tags) {
    street_map map("A--------------------B");  // 1,050 m
    map.street("AB", tags);
    return static_cast<double>(path(*map.graph(), map.at('A'), map.at('B'))->duration_ms) / 1000;
  };
  EXPECT_NEAR(seconds({{"highway", "primary"}, {"maxspeed", "50"}}), 1050 / (50 * 0.85 / 3.6), 0.1);
  EXPECT_NEAR(seconds({{"highway", "primary"}, {"maxspeed", "30 mph"}}), 1050 / (30 * 1.609344 * 0.85 / 3.6), 0.1);
  EXPECT_NEAR(seconds({{"highway", "residential"}, {"maxspeed", "RO:urban"}}), 1050 / (28 * 1.3 / 3.6), 0.1);
  EXPECT_NEAR(seconds({{"highway", "motorway"}, {"maxspeed", "none"}}), 1050 / (100 / 3.6), 0.1);
  EXPECT_NEAR(seconds({{"highway", "tertiary"}, {"surface", "gravel"}}), 1050 / (35 / 3.6), 0.1);
  EXPECT_NEAR(seconds({{"highway", "track"}, {"tracktype", "grade2"}}), 1050 / (20 / 3.6), 0.1);
}

TEST(Streets, AroundARoundaboutRunOneWay) {
  street_map map(R"(
    N
    |
W-<-A
v   ^
|   |
B->-S---T
)");
  for (const auto* part : {"WA", "WB", "BS", "SA"}) map.street(part, {{"junction", "roundabout"}, {"oneway", ""}});
  auto drawn = map.map();
  for (auto& way : drawn.ways) {  // drawn in reading order; a roundabout runs along its nodes
    if (way.nodes == std::vector<std::int64_t>{'W', 'A'} || way.nodes == std::vector<std::int64_t>{'A', 'S'}) std::swap(way.nodes[0], way.nodes[1]);
  }
  road::import_report report;
  const auto roads = test::graph_of(drawn, report);
  EXPECT_EQ(route(map, *roads, map.at('N'), map.at('T')), "NAWBST");
  EXPECT_EQ(route(map, *roads, map.at('T'), map.at('N')), "TSAN");
}
