#include "jobs/dispatch/cover_build.h"

#include <gtest/gtest.h>

#include <fstream>

#include "jobs/dispatch/cover_document.h"
#include "maps/street_map.h"
#include "recommendation_town.h"
#include "support/test_folder.h"

namespace {

// Two villages with a long one-way road from the western one to the eastern one.
constexpr std::string_view villages = R"(
A---B-------------------->----------------C---D
|   |                                     |   |
E---F                                     G---H
)";

dispatch::cover_request around(const road::graph& roads, std::int64_t within_ms) {
  const auto box = roads.bounds();
  const auto sw = road::to_position({.lon = box.west, .lat = box.south});
  const auto ne = road::to_position({.lon = box.east, .lat = box.north});
  return {.extent = {.west = sw.lon - 0.0005, .south = sw.lat - 0.0005, .east = ne.lon + 0.0005, .north = ne.lat + 0.0005}, .within_ms = within_ms};
}

bool reaches(const dispatch::cover_model& model, base::position from, base::position to) {
  const dispatch::cover_locator cells(model);
  const auto i = static_cast<std::size_t>(cells.cell_at(from));
  const auto j = static_cast<std::size_t>(cells.cell_at(to));
  return (model.row_of(i)[j / 64] >> (j % 64) & 1) != 0;
}

TEST(CoverBuild, KnowsWhichCellReachesWhichByRoad) {
  test::street_map map(villages);
  const auto roads = map.graph();
  const auto model = dispatch::build_cover(*roads, around(*roads, 600'000));
  ASSERT_FALSE(model.cells.empty());
  EXPECT_TRUE(reaches(model, map.at('E'), map.at('H')));
  EXPECT_FALSE(reaches(model, map.at('H'), map.at('E')));  // the road is one-way
  EXPECT_TRUE(reaches(model, map.at('H'), map.at('H')));
  const auto near = dispatch::build_cover(*roads, around(*roads, 60'000));
  EXPECT_FALSE(reaches(near, map.at('E'), map.at('H')));  // two kilometres take longer
}

TEST(CoverBuild, KeepsToTheNumberOfCells) {
  test::street_map map(villages);
  const auto roads = map.graph();
  auto request = around(*roads, 600'000);
  const auto fine = dispatch::build_cover(*roads, request);
  request.most_cells = 4;
  const auto coarse = dispatch::build_cover(*roads, request);
  EXPECT_LE(coarse.cells.size(), 4U);
  EXPECT_GT(fine.cells.size(), coarse.cells.size());
  request.extent = {.west = 1, .south = 1, .east = 2, .north = 2};
  EXPECT_TRUE(dispatch::build_cover(*roads, request).cells.empty());
}

TEST(CoverBuild, AddsPastIncidentsAndNamesAreas) {
  test::street_map map(villages);
  const auto roads = map.graph();
  const auto base = dispatch::build_cover(*roads, around(*roads, 600'000));
  const std::vector<base::position> incidents = {map.at('A'), map.at('A'), {.lon = 0, .lat = 0}};
  const auto middle = (map.at('A').lon + map.at('D').lon) / 2;
  const auto model = dispatch::with_demand(base, incidents, [&](const base::position& p) { return std::string(p.lon < middle ? "west" : "east"); });
  EXPECT_EQ(model.total_weight(), base.total_weight() + 2'000);
  const dispatch::cover_locator cells(model);
  EXPECT_EQ(model.cells[static_cast<std::size_t>(cells.cell_at(map.at('A')))].area_id, "west");
  EXPECT_EQ(model.cells[static_cast<std::size_t>(cells.cell_at(map.at('D')))].area_id, "east");
}

TEST(CoverBuild, IsKeptInAFileThatBelongsToOneGraphAndRequest) {
  test::folder folder;
  test::street_map map(villages);
  const auto roads = map.graph();
  const auto request = around(*roads, 600'000);
  const auto model = dispatch::build_cover(*roads, request);
  const auto path = folder.file("town.cover");
  EXPECT_FALSE(dispatch::load_cover(path, roads->id(), request));
  dispatch::save_cover(path, roads->id(), request, model);
  const auto loaded = dispatch::load_cover(path, roads->id(), request);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(dispatch::cover_document(*loaded), dispatch::cover_document(model));
  EXPECT_FALSE(dispatch::load_cover(path, "another", request));
  auto other = request;
  other.within_ms = 1;
  EXPECT_FALSE(dispatch::load_cover(path, roads->id(), other));
  std::ofstream(path, std::ios::app) << " ";
  EXPECT_FALSE(dispatch::load_cover(path, roads->id(), request));
}

TEST(RecommendationCover, SaysWhatSendingAUnitCosts) {
  test::unit_town town(villages);
  const auto middle = (town.map.at('A').lon + town.map.at('D').lon) / 2;
  auto model = dispatch::with_demand(dispatch::build_cover(*town.roads, around(*town.roads, 60'000)), {},
                                     [&](const base::position& p) { return std::string(p.lon < middle ? "west" : "east"); });
  town.cover = std::make_shared<const dispatch::cover_data>(std::move(model));
  town.units = {{.name = "west", .at = town.map.at('F')},
                {.name = "east 1", .at = town.map.at('H')},
                {.name = "east 2", .at = town.map.at('H')},
                {.name = "on foot", .at = town.map.at('E'), .kind = duty::unit_kind::foot}};
  const auto r = town.recommend(town.map.at('A'));
  ASSERT_EQ(r.chosen, std::vector<std::string>{"id-west"});
  ASSERT_TRUE(r.cover);
  EXPECT_GT(r.cover->share_before, r.cover->share_after);
  EXPECT_EQ(test::candidate_of(r, "west").cover->areas, std::vector<std::string>{"west"});
  const auto& spare = test::candidate_of(r, "east 1");
  EXPECT_EQ(spare.judged, dispatch::verdict::unreachable);  // the road is one-way
  EXPECT_FALSE(spare.cover);
  const auto back = town.recommend(town.map.at('D'));
  EXPECT_EQ(back.cover->share_before, back.cover->share_after);  // the other one stays
}

}  // namespace
