#include "town/area/area_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/geo/distance.h"
#include "support/gzip.h"
#include "support/shared_data.h"
#include "town/area/area_import.h"

namespace {

constexpr base::instant today{1'790'000'000'000'000};

std::function<std::string()> counting_ids(const std::string& prefix = "id") {
  return [n = 0, prefix]() mutable { return prefix + std::to_string(++n); };
}

geo::multi_polygon square(double west, double south, double size) {
  return {{{{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}, {}}}};
}

area::area_draft draft(const char* code, const char* parent, area::level kind, geo::multi_polygon boundary = {}) {
  return {.code = code, .kind = kind, .name = std::string("name of ") + code, .name_en = {}, .parent_code = parent, .boundary = std::move(boundary)};
}

std::vector<std::string> codes(const std::vector<const area::area*>& areas) {
  std::vector<std::string> out;
  for (const auto* one : areas) out.push_back(one->code);
  return out;
}

using list = std::vector<std::string>;

// County c with townships a and b side by side; village a1 in a; the county has no boundary.
std::vector<area::area_draft> small_county() {
  return {draft("a1", "a", area::level::village, square(0.25, 0.25, 0.5)), draft("b", "c", area::level::township, square(1, 0, 1)),
          draft("a", "c", area::level::township, square(0, 0, 1)), draft("c", "", area::level::county)};
}

}  // namespace

TEST(AreaPlan, MakesIdsParentsAndPathsParentsFirst) {
  const auto plan = area::plan_areas(small_county(), {}, counting_ids(), today);
  EXPECT_TRUE(plan.faults.empty());
  ASSERT_EQ(plan.areas.size(), 4U);
  EXPECT_EQ(plan.areas[0].code, "c");
  EXPECT_EQ(plan.areas[0].path, "/id1/");
  EXPECT_EQ(plan.areas[2].code, "a1");
  EXPECT_EQ(plan.areas[2].path, "/id1/id2/id3/");
  EXPECT_EQ(plan.areas[2].parent_id, "id2");
  EXPECT_EQ(plan.areas[2].valid_from, today);
  EXPECT_TRUE(plan.areas[2].position);
  EXPECT_FALSE(plan.areas[0].position);
}

TEST(AreaPlan, ASecondImportKeepsIdsAndWhatItDoesNotSay) {
  auto stored = area::plan_areas(small_county(), {}, counting_ids(), today).areas;
  for (auto& one : stored) one.version = 7;
  auto again = small_county();
  for (auto& one : again) {
    one.boundary = {};
    one.name = "new name";
  }
  again.push_back(draft("a2", "a", area::level::village));
  const auto plan = area::plan_areas(again, stored, counting_ids("new"), today + base::days(1));
  EXPECT_TRUE(plan.faults.empty());
  ASSERT_EQ(plan.areas.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(plan.areas[i].id, stored[i].id);
    EXPECT_EQ(plan.areas[i].path, stored[i].path);
    EXPECT_EQ(plan.areas[i].boundary, stored[i].boundary);
    EXPECT_EQ(plan.areas[i].version, 7);
    EXPECT_EQ(plan.areas[i].valid_from, today);
    EXPECT_EQ(plan.areas[i].name, "new name");
  }
  EXPECT_EQ(plan.areas[4].version, 0);
}

TEST(AreaPlan, WhatLiesBelowAMovedAreaMovesWithIt) {
  const auto stored = area::plan_areas(small_county(), {}, counting_ids(), today).areas;  // c > a > a1, c > b
  auto next_id = [] { return std::string("new"); };
  const auto moved = area::plan_areas(std::vector{draft("a", "b", area::level::township)}, stored, next_id, today);
  EXPECT_TRUE(moved.faults.empty());
  ASSERT_EQ(moved.areas.size(), 2U);
  const std::string c = stored[0].id;
  const area::area_tree before(stored);
  const std::string a = before.find_by_code("a")->id;
  const std::string b = before.find_by_code("b")->id;
  EXPECT_EQ(moved.areas[0].path, "/" + c + "/" + b + "/" + a + "/");
  EXPECT_EQ(moved.areas[1].code, "a1");
  EXPECT_EQ(moved.areas[1].path, moved.areas[0].path + moved.areas[1].id + "/");
  const auto ring = area::plan_areas(std::vector{draft("a", "a1", area::level::township)}, stored, next_id, today);
  EXPECT_TRUE(ring.areas.empty());
  ASSERT_EQ(ring.faults.size(), 1U);
  EXPECT_EQ(ring.faults[0].code, "parent_cycle");
}

TEST(AreaPlan, LeavesOutOrphansAndRings) {
  const auto plan = area::plan_areas(
      std::vector{draft("x", "y", area::level::district), draft("y", "x", area::level::district), draft("z", "x", area::level::district),
                  draft("o", "nowhere", area::level::district), draft("p", "o", area::level::district), draft("s", "s", area::level::district),
                  draft("good", "", area::level::district), draft("good", "", area::level::district)},
      {}, counting_ids(), today);
  ASSERT_EQ(plan.areas.size(), 1U);
  EXPECT_EQ(plan.areas[0].code, "good");
  EXPECT_EQ(plan.faults.size(), 7U);
  EXPECT_EQ(std::count_if(plan.faults.begin(), plan.faults.end(), [](const auto& f) { return f.code == "parent_cycle"; }), 2);
}

TEST(AreaPlan, AVeryDeepListIsPlacedWithoutRecursion) {
  std::vector<area::area_draft> drafts;
  for (int i = 0; i < 2'000; ++i) {
    drafts.push_back({.code = std::to_string(i),
                      .kind = area::level::grid,
                      .name = "n",
                      .name_en = {},
                      .parent_code = i == 1'999 ? "" : std::to_string(i + 1),
                      .boundary = {}});
  }
  const auto plan = area::plan_areas(drafts, {}, counting_ids(), today);
  EXPECT_EQ(plan.areas.size(), 2'000U);
  EXPECT_EQ(area::depth_of(plan.areas.back().path), 2'000U);
}

TEST(AreaPath, KnowsWhatLiesWithin) {
  EXPECT_TRUE(area::is_within("/a/b/c/", "b"));
  EXPECT_TRUE(area::is_within("/a/b/c/", "c"));
  EXPECT_FALSE(area::is_within("/a/bb/c/", "b"));
  EXPECT_FALSE(area::is_within("/a/b/c/", ""));
  EXPECT_TRUE(area::is_within("/xb/b/", "b"));
  EXPECT_EQ(area::depth_of("/a/b/c/"), 3U);
  EXPECT_EQ(area::depth_of("/"), 0U);
}

TEST(AreaTree, FindsTheChainOfAPointDeepestFirst) {
  const area::area_tree tree(area::plan_areas(small_county(), {}, counting_ids(), today).areas);
  EXPECT_EQ(codes(tree.find_chain({0.5, 0.5})), (list{"a1", "a", "c"}));
  EXPECT_EQ(codes(tree.find_chain({0.1, 0.1})), (list{"a", "c"}));  // the county is known by the tree, it has no boundary
  EXPECT_EQ(codes(tree.find_chain({1, 0.5})), (list{"b", "c"}));    // on the border of a and b: in one of them
  EXPECT_EQ(codes(tree.find_chain({5, 5})), list{});
  EXPECT_EQ(tree.find_at({5, 5}), nullptr);
  EXPECT_EQ(codes(tree.find_chain({std::nan(""), 5})), list{});
}

TEST(AreaTree, KnowsParentsChildrenAndCodes) {
  const area::area_tree tree(area::plan_areas(small_county(), {}, counting_ids(), today).areas);
  EXPECT_EQ(codes(tree.list_roots()), (list{"c"}));
  const auto* county = tree.find_by_code("c");
  ASSERT_NE(county, nullptr);
  EXPECT_EQ(codes(tree.list_children(county->id)), (list{"a", "b"}));
  EXPECT_TRUE(tree.list_children("unknown").empty());
  EXPECT_EQ(codes(tree.list_chain(tree.find_by_code("a1")->id)), (list{"a1", "a", "c"}));
  EXPECT_TRUE(tree.list_chain("unknown").empty());
  EXPECT_EQ(tree.find("unknown"), nullptr);
  EXPECT_THROW((void)tree.get("unknown"), base::problem);
  EXPECT_EQ(tree.bounds().east, 2);
  EXPECT_TRUE(area::area_tree().find_chain({1, 1}).empty());
}

TEST(AreaTree, TheSmallerCodeCountsWhereAreasOfOneDepthOverlap) {
  const area::area_tree tree(
      area::plan_areas(std::vector{draft("q", "", area::level::district, square(0, 0, 2)), draft("p", "", area::level::district, square(1, 1, 2))},
                       {}, counting_ids(), today)
          .areas);
  EXPECT_EQ(codes(tree.find_chain({1.5, 1.5})), (list{"p"}));
}

TEST(Boundaries, FeaturesThatAreNoAreasAreListed) {
  const area::boundary_import how{.name_property = "NAME", .code_property = "NO", .parent_property = "UP", .code_prefix = "t-"};
  const auto one = [](const std::string& properties, const std::string& geometry) {
    return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
  };
  const std::string ring = R"({"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[2,1],[1,1]]]})";
  const auto read = area::read_boundaries(
      R"({"type":"FeatureCollection","features":[)" + one(R"({"NAME":" North ","NO":1,"UP":"X"})", ring) + "," +
          one(R"({"NAME":"twice","NO":"1"})", ring) + "," + one(R"({"NO":2})", ring) + "," + one(R"({"NAME":"no code"})", ring) + "," +
          one(R"({"NAME":"a point","NO":3})", R"({"type":"Point","coordinates":[1,2]})") + "," + one(R"({"NAME":"nowhere","NO":4})", "null") + "," +
          one(R"({"NAME":"open","NO":5})", R"({"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[2,1]]]})") + "]}",
      how, "town.geojson");
  ASSERT_EQ(read.areas.size(), 1U);
  EXPECT_EQ(read.areas[0].code, "t-1");
  EXPECT_EQ(read.areas[0].name, "North");
  EXPECT_EQ(read.areas[0].parent_code, "t-X");
  std::vector<std::pair<std::size_t, std::string>> faults;
  for (const auto& fault : read.faults) faults.emplace_back(fault.line, fault.code);
  std::sort(faults.begin(), faults.end());
  EXPECT_EQ(faults, (std::vector<std::pair<std::size_t, std::string>>{
                        {1, "duplicate"}, {2, "bad_name"}, {3, "bad_code"}, {4, "no_boundary"}, {5, "no_boundary"}, {6, "open_ring"}}));
}

TEST(Boundaries, OfficialCodesAreCheckedAndFindTheirParent) {
  const auto file = [](const char* code) {
    return std::string(R"({"type":"Feature","properties":{"名称":"龙潭镇","编码":")") + code +
           R"("},"geometry":{"type":"Polygon","coordinates":[[[113,31],[113.1,31],[113.1,31.1],[113,31]]]}})";
  };
  const area::boundary_import how{
      .name_property = "名称", .code_property = "编码", .kind = area::level::township, .official_codes = true, .datum = geo::datum::gcj02};
  const auto read = area::read_boundaries(file("421302101000"), how, "towns");
  ASSERT_EQ(read.areas.size(), 1U);
  EXPECT_EQ(read.areas[0].code, "421302101");
  EXPECT_EQ(read.areas[0].parent_code, "421302");
  // Declared as GCJ-02, so the boundary moved by some hundred metres.
  const double moved = geo::distance_m(read.areas[0].boundary.polygons[0].exterior[0], {113, 31});
  EXPECT_GT(moved, 300);
  EXPECT_LT(moved, 700);
  ASSERT_EQ(area::read_boundaries(file("421302"), how, "towns").faults.size(), 1U);
  EXPECT_EQ(area::read_boundaries(file("421302"), how, "towns").faults[0].code, "bad_code");
}

TEST(Boundaries, EveryCallOfPortlandIsInTheDistrictThatBruteForceFinds) {
  SHARED_OR_SKIP(path, "data/portland_or/police_districts.geojson");
  const area::boundary_import how{.name_property = "DISTRICT", .code_property = "DISTRICT", .parent_property = "PRECINCT"};
  auto read = area::read_boundaries(test::read_file(path), how, "police_districts.geojson");
  for (const auto& fault : read.faults) ADD_FAILURE() << fault.line << " " << fault.detail;
  ASSERT_EQ(read.areas.size(), 60U);
  for (const char* precinct : {"NO", "CE", "EA"}) read.areas.push_back(draft(precinct, "", area::level::district));
  const auto plan = area::plan_areas(read.areas, {}, counting_ids(), today);
  EXPECT_TRUE(plan.faults.empty());
  const area::area_tree tree(plan.areas);
  std::vector<geo::box> boxes;
  for (const auto& one : tree.list_all()) boxes.push_back(geo::bounds(one.boundary));
  int calls = 0;
  int in_box = 0;
  int inside = 0;
  for (const char* month : {"data/portland_or/cfs_2016-08.csv.gz", "data/portland_or/cfs_2016-09.csv.gz"}) {
    SHARED_OR_SKIP(file, month);
    const std::string text = test::read_gzip(file);
    std::string_view rest = text;
    base::take_csv_row(rest);
    while (const auto row = base::take_csv_row(rest)) {
      const auto lon = base::parse_double(row->at(0));
      const auto lat = base::parse_double(row->at(1));
      if (!lon || !lat) continue;
      const base::position p{*lon, *lat};
      const area::area* expected = nullptr;
      for (std::size_t i = 0; i < tree.list_all().size() && expected == nullptr; ++i) {  // in the order of codes
        if (boxes[i].contains(p) && geo::contains(tree.list_all()[i].boundary, p)) expected = &tree.list_all()[i];
      }
      const auto chain = tree.find_chain(p);
      ASSERT_EQ(chain.empty() ? nullptr : chain[0], expected) << *lon << " " << *lat;
      ASSERT_TRUE(chain.empty() || chain.size() == 2);
      ++calls;
      inside += expected != nullptr ? 1 : 0;
      in_box += geo::box{-122.7132, 45.489, -122.618, 45.5453}.contains(p) ? 1 : 0;
    }
  }
  std::cout << calls << " calls, " << in_box << " in the roads' box, " << inside << " in a district\n";
  EXPECT_EQ(calls, 37'819);
  EXPECT_EQ(in_box, 13'206);
  EXPECT_GT(inside, calls * 95 / 100);
}
