#include "town/road/unit_search.h"

#include <gtest/gtest.h>

#include <random>

#include "maps/street_map.h"

namespace {

road::snapped on(const road::graph& roads, base::position at, road::snap_role role) {
  const auto found = road::snap(roads, {.role = role, .at = at, .max_m = 60});
  if (!found) throw std::runtime_error("nothing to snap to");
  return *found;
}

constexpr std::string_view town = R"(
A---B---C---D---E
|   |   ^   |   |
F---G---H->-I---J
    |       |
K---L---M---N   Z---Y
)";

TEST(UnitSearch, GivesTheUnitsOfNearestUnitsWhateverTheSteps) {
  test::street_map map(town);
  const auto roads = map.graph();
  std::mt19937 random(3);
  const std::string corners = "ABCDEFGHIJKLMNZY";
  for (int round = 0; round < 200; ++round) {
    std::vector<road::unit_on_road> units;
    for (std::uint32_t i = 0; i < 12; ++i) {
      const auto corner = corners[random() % corners.size()];
      units.push_back({.unit = i, .place = on(*roads, map.at(corner), road::snap_role::unit)});
    }
    const road::unit_positions positions(*roads, units);
    const auto closed = road::arcs_near(*roads, map.at(corners[random() % 14]), 10);
    const road::closures shut(*roads, closed, 1);
    const road::nearest_request request{
        .target = on(*roads, map.at(corners[random() % 14]), road::snap_role::incident), .wanted = 100, .shut = &shut};
    road::search_workspace workspace;
    road::nearest_answer all;
    road::nearest_units(*roads, positions, request, workspace, all);

    road::unit_search search(*roads, positions, request, workspace);
    std::vector<road::unit_time> given;
    for (std::uint64_t limit = 1; search.frontier_ms() != road::unit_search::no_frontier; limit += random() % 20'000) {
      while (const auto next = search.next(limit)) {
        EXPECT_LT(next->time_ms, limit);
        given.push_back(*next);
      }
      for (std::size_t i = given.size(); i < all.units.size(); ++i) EXPECT_LE(search.frontier_ms(), all.units[i].time_ms);
      ASSERT_LT(limit, 10'000'000U);
    }
    ASSERT_EQ(given, all.units) << "round " << round;
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

TEST(UnitSearch, HasNoFrontierWithoutUnitsOnceAllIsSeen) {
  test::street_map map(town);
  const auto roads = map.graph();
  const road::unit_positions nobody(*roads);
  road::search_workspace workspace;
  road::unit_search search(*roads, nobody, {.target = on(*roads, map.at('A'), road::snap_role::incident)}, workspace);
  EXPECT_FALSE(search.next(0));
  EXPECT_FALSE(search.next(1'000));
  EXPECT_GE(search.frontier_ms(), 1'000U);
  EXPECT_FALSE(search.next(~std::uint64_t{0}));
  EXPECT_EQ(search.frontier_ms(), road::unit_search::no_frontier);
}

}  // namespace
