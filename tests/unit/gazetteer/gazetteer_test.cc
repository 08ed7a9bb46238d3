#include "town/gazetteer/gazetteer.h"

#include <gtest/gtest.h>

#include <fstream>

#include "foundation/base/problem.h"
#include "foundation/geo/distance.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

using gazetteer::entry_kind;

namespace {

gazetteer::gazetteer small_town() {
  return gazetteer::gazetteer({
      {.kind = entry_kind::road, .name = "Southwest Main Street", .other_names = "", .detail = "road", .where = {1, 1}},
      {.kind = entry_kind::road, .name = "Southwest 5th Avenue", .other_names = "", .detail = "road", .where = {2, 1}},
      {.kind = entry_kind::road, .name = "中山路", .other_names = "Zhongshan Road", .detail = "road", .where = {3, 1}},
      {.kind = entry_kind::road, .name = "人民路", .other_names = "", .detail = "road", .where = {4, 1}},
      {.kind = entry_kind::crossing,
       .name = "Southwest 5th Avenue / Southwest Main Street",
       .other_names = "",
       .detail = "crossing",
       .where = {2, 2}},
      {.kind = entry_kind::crossing, .name = "中山路 / 人民路", .other_names = "", .detail = "crossing", .where = {3, 2}},
      {.kind = entry_kind::place, .name = "São João School", .other_names = "", .detail = "amenity=school", .where = {5, 1}},
      {.kind = entry_kind::address, .name = "12 Oak Lane", .other_names = "Oak Lane 12", .detail = "Oak Lane", .where = {6, 1}},
  });
}

std::string best(std::string_view query) {
  const auto town = small_town();
  const auto found = town.search(query, 5);
  return found.empty() ? "" : found.front().what->name;
}

}  // namespace

TEST(Gazetteer, FindsRoadsByAbbreviationCaseAndPrefix) {
  EXPECT_EQ(best("sw main st"), "Southwest Main Street");
  EXPECT_EQ(best("MAIN STREET"), "Southwest Main Street");
  EXPECT_EQ(best("southwest mai"), "Southwest Main Street");
  EXPECT_EQ(best("zhongshan rd"), "中山路");
}

TEST(Gazetteer, FindsChineseNamesByAnyPart) {
  EXPECT_EQ(best("中山"), "中山路");
  EXPECT_EQ(best("民路"), "人民路");
}

TEST(Gazetteer, IgnoresAccents) { EXPECT_EQ(best("sao joao"), "São João School"); }

TEST(Gazetteer, FindsCrossingsInEitherOrder) {
  EXPECT_EQ(best("SW 5th Ave & SW Main St"), "Southwest 5th Avenue / Southwest Main Street");
  EXPECT_EQ(best("main / 5th"), "Southwest 5th Avenue / Southwest Main Street");
  EXPECT_EQ(best("人民路与中山路路口"), "中山路 / 人民路");
  EXPECT_EQ(best("人民路和中山路交叉口"), "中山路 / 人民路");
}

TEST(Gazetteer, SaysWhenAHitIsNotExact) {
  const auto town = small_town();
  const auto typo = town.search("Soutwest Mian Street", 3);
  EXPECT_TRUE(typo.empty() || typo.front().remark == "spelled differently");
  const auto wrong_letter = town.search("Southwest Main Streat", 3);
  ASSERT_FALSE(wrong_letter.empty());
  EXPECT_EQ(wrong_letter.front().remark, "spelled differently");
  const auto block = town.search("800 block of SW Main St", 3);
  ASSERT_FALSE(block.empty());
  EXPECT_EQ(block.front().what->name, "Southwest Main Street");
  EXPECT_EQ(block.front().remark, "house number not on the map: the road's middle");
  EXPECT_EQ(town.search("12 Oak Ln", 3).front().remark, "");
}

TEST(Gazetteer, FindsNothingForNonsense) {
  EXPECT_EQ(best(""), "");
  EXPECT_EQ(best("qqqqzzzz"), "");
  EXPECT_EQ(best("&"), "");
}

TEST(Gazetteer, ReadsPositionsInEitherOrder) {
  EXPECT_EQ(gazetteer::position_from_text("45.51, -122.67"), (base::position{-122.67, 45.51}));
  EXPECT_EQ(gazetteer::position_from_text("-122.67 45.51"), (base::position{-122.67, 45.51}));
  EXPECT_FALSE(gazetteer::position_from_text("5 Main"));
  EXPECT_FALSE(gazetteer::position_from_text("12 14"));
  EXPECT_FALSE(gazetteer::position_from_text("200.5 95.5"));
}

TEST(Gazetteer, ImportsRoadsAndCrossingsOfTheSampleMap) {
  const test::folder folder;
  const auto counts = gazetteer::import_names(test::project_file("sample/portland/roads.osm.pbf"), folder.file("names.tsv"));
  EXPECT_GT(counts.roads, 300);
  EXPECT_GT(counts.crossings, 1'000);
  const auto town = gazetteer::read_names(folder.file("names.tsv"));
  const auto found = town->search("SW Broadway & SW Madison St", 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_LT(geo::distance_m(found.front().what->where, {-122.68075, 45.51622}), 150);  // known corner downtown
  const auto back = town->find_near(entry_kind::crossing, found.front().what->where, 50);
  ASSERT_TRUE(back);
  EXPECT_LT(back->distance_m, 1);
}

TEST(Gazetteer, RefusesATruncatedFile) {
  const test::folder folder;
  gazetteer::import_names(test::project_file("sample/baltimore/roads.osm.pbf"), folder.file("names.tsv"));
  const std::string whole = test::read_file(folder.file("names.tsv"));
  std::ofstream(folder.file("cut.tsv")) << whole.substr(0, whole.size() / 2);
  EXPECT_THROW((void)gazetteer::read_names(folder.file("cut.tsv")), base::problem);
  EXPECT_THROW((void)gazetteer::read_names(folder.file("absent.tsv")), base::problem);
}
