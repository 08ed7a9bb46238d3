#include "town/road/snap.h"

#include <gtest/gtest.h>

#include "maps/street_map.h"

namespace {

using road::snap_note;
using road::snap_role;
using test::street_map;

// A position this many metres north (and east) of another.
base::position moved(base::position from, double north_m, double east_m = 0) {
  constexpr double metres = 111'194.9;
  return {.lon = from.lon + east_m / (metres * std::cos(from.lat * 0.0174532925)), .lat = from.lat + north_m / metres};
}

}  // namespace

TEST(Snap, FindsThePlaceOnTheNearestStreet) {
  street_map map(R"(
A--------B
|
C
)");
  const auto roads = map.graph();
  const auto found = road::snap(*roads, {.at = moved(map.at("AB", 0.5), 30)});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->distance_m, 30, 0.1);
  EXPECT_EQ(roads->way_id(found->edge), map.way("AB"));
  EXPECT_NEAR(found->fraction, road::whole / 2, 200);
  EXPECT_EQ(found->node, road::nothing);
  EXPECT_NEAR(found->on_road.lon, map.at("AB", 0.5).lon, 1e-6);
  EXPECT_NEAR(found->on_road.lat, map.at('A').lat, 1e-6);
}

TEST(Snap, TakesACrossingAsOne) {
  street_map map(R"(
A----B----C
     |
     D
)");
  const auto roads = map.graph();
  const auto found = road::snap(*roads, {.at = moved(map.at('B'), 3, 1)});
  ASSERT_TRUE(found);
  ASSERT_NE(found->node, road::nothing);
  EXPECT_EQ(roads->nodes()[found->node], road::to_point(map.at('B')));
  std::size_t edges = 0;
  road::for_each_anchor(*roads, *found, [&](road::edge_id, std::uint32_t fraction) {
    EXPECT_TRUE(fraction == 0 || fraction == road::whole);
    ++edges;
  });
  EXPECT_EQ(edges, 3U);
}

TEST(Snap, FindsNothingBeyondItsReach) {
  street_map map("A----B");
  const auto roads = map.graph();
  EXPECT_TRUE(road::snap(*roads, {.at = moved(map.at("AB", 0.5), 249), .max_m = 250}));
  EXPECT_FALSE(road::snap(*roads, {.at = moved(map.at("AB", 0.5), 252), .max_m = 250}));
  EXPECT_FALSE(road::snap(*roads, {.at = {.lon = 0, .lat = 0}}));
}

TEST(Snap, KeepsToRoadsOfTheProfile) {
  street_map map(R"(
A----B
|    |
C----D
)");
  map.street("AB", {{"highway", "footway"}});
  const auto roads = map.graph();
  const auto near = moved(map.at("AB", 0.5), 10);
  EXPECT_EQ(roads->way_id(road::snap(*roads, {.who = road::profile::foot, .at = near})->edge), map.way("AB"));
  EXPECT_NE(roads->way_id(road::snap(*roads, {.who = road::profile::car, .at = near})->edge), map.way("AB"));
}

TEST(Snap, LeavesAnIslandForTheConnectedRoadInReach) {
  street_map map(R"(
A----B----C----D----E

  X----Y
)");
  const auto roads = map.graph();
  const auto at = map.at("XY", 0.5);
  const auto found = road::snap(*roads, {.at = at, .max_m = 250});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->note, snap_note::island);
  EXPECT_NEAR(found->distance_m, 200, 0.5);
  const auto out_of_reach = road::snap(*roads, {.at = at, .max_m = 150});
  ASSERT_TRUE(out_of_reach);
  EXPECT_EQ(out_of_reach->note, snap_note::none);
  EXPECT_EQ(roads->way_id(out_of_reach->edge), map.way("XY"));
}

TEST(Snap, TellsDeadEndsForUnitsFromThoseForIncidents) {
  street_map map(R"(
A----B-->-C
|    |
D----E
)");
  const auto roads = map.graph();
  const auto at = map.at("BC", 0.5);
  // One can get there, but not away again.
  EXPECT_EQ(road::snap(*roads, {.role = snap_role::incident, .at = at})->note, snap_note::none);
  EXPECT_EQ(road::snap(*roads, {.role = snap_role::unit, .at = at})->note, snap_note::island);
}

TEST(Snap, LeavesAClosedRoad) {
  street_map map(R"(
A----B
|    |
C----D
)");
  const auto roads = map.graph();
  const road::closures shut(*roads, road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("AB")}), 7);
  const auto found = road::snap(*roads, {.at = map.at("AB", 0.5), .shut = &shut});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->note, snap_note::closed);
  EXPECT_NE(roads->way_id(found->edge), map.way("AB"));
  const road::closures one_side(*roads, std::vector<road::arc_id>{test::arc_between(*roads, map.at('A'), map.at('B'))}, 8);
  EXPECT_EQ(road::snap(*roads, {.at = map.at("AB", 0.5), .shut = &one_side})->note, snap_note::none);
}

TEST(Closures, KnowTheRoadsWithinARadius) {
  street_map map(R"(
A----B----C
     |
     D
)");
  const auto roads = map.graph();
  EXPECT_EQ(road::arcs_near(*roads, map.at('B'), 5).size(), 6U);
  EXPECT_EQ(road::arcs_near(*roads, map.at("AB", 0.5), 5).size(), 2U);
  EXPECT_EQ(road::arcs_near(*roads, moved(map.at('A'), 500), 100).size(), 0U);
  const road::closures shut(*roads, road::arcs_near(*roads, map.at('B'), 5), 3);
  EXPECT_EQ(shut.count(), 6U);
  EXPECT_EQ(shut.epoch(), 3U);
  EXPECT_FALSE(road::closures().closed(0));
}
