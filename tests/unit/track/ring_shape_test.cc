#include "engines/track/ring_shape.h"

#include <gtest/gtest.h>

#include <random>

#include "foundation/base/problem.h"
#include "foundation/geo/area_index.h"
#include "foundation/geo/distance.h"

namespace {

const base::position centre{113.5, 27.8};

std::size_t vertices(const geo::multi_polygon& area) {
  std::size_t count = 0;
  for (const auto& part : area.polygons) count += part.exterior.size();
  return count;
}

double to_line_m(const base::position& p, const std::vector<base::position>& line) {
  double least = 1e9;
  for (std::size_t i = 1; i < line.size(); ++i) least = std::min(least, geo::nearest_on_segment(p, line[i - 1], line[i]).distance_m);
  return least;
}

std::vector<std::string> codes(const track::ring_draft& draft) {
  std::vector<std::string> out;
  for (const auto& one : track::ring_faults(draft)) out.push_back(one.pointer + " " + one.code);
  return out;
}

}  // namespace

TEST(RingShape, ACircleHoldsWhatIsWithinItsRadiusAndNothingElse) {
  const auto shape = track::circle(centre, 60);
  for (int bearing = 0; bearing < 360; bearing += 5) {
    EXPECT_TRUE(geo::contains(shape, geo::destination(centre, bearing, 59.7))) << bearing;
    EXPECT_FALSE(geo::contains(shape, geo::destination(centre, bearing, 60.3))) << bearing;
  }
}

TEST(RingShape, ACorridorHoldsWhatIsWithinHalfItsWidthOfTheLine) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> share(-1, 1);
  for (const std::size_t count : {2U, 3U, 12U, 60U}) {
    std::vector<base::position> line{centre};
    while (line.size() < count) line.push_back(geo::destination(line.back(), 90 + 80 * share(random), 150 + 100 * share(random)));
    const auto shape = track::corridor(line, 80);
    EXPECT_LE(vertices(shape), track::most_vertices);
    const geo::area_index index(std::vector{shape});
    int inside = 0, outside = 0;
    for (int i = 0; i < 4'000; ++i) {
      const auto& at = line[static_cast<std::size_t>(i) % line.size()];
      const auto p = geo::destination(at, 180 * share(random), 120 * std::abs(share(random)));
      const double away = to_line_m(p, line);
      if (away > 37.5 && away < 42.5) continue;  // the ends are round by a few straight pieces
      ASSERT_EQ(geo::contains(shape, p), away < 40) << count << " positions, " << away << " m";
      ASSERT_EQ(index.find(p).size(), away < 40 ? 1U : 0U);
      ++(away < 40 ? inside : outside);
    }
    EXPECT_GT(inside, 500);
    EXPECT_GT(outside, 500);
  }
  const std::vector<base::position> point{centre, centre};
  EXPECT_TRUE(geo::contains(track::corridor(point, 80), centre)) << "a line of one place is a circle";
}

TEST(RingShape, AGridIsItsAreasBoundaryAndAPlaceNeedsToBeKnown) {
  area::area one;
  one.id = "grid";
  one.code = "1";
  one.path = "/grid/";
  one.boundary = track::circle(centre, 500);
  const area::area_tree tree({one});
  EXPECT_EQ(track::shape_of({.kind = track::ring_kind::grid, .area_id = "grid"}, tree, {}), one.boundary);
  EXPECT_TRUE(track::shape_of({.kind = track::ring_kind::grid, .area_id = "gone"}, tree, {}).polygons.empty());
  EXPECT_TRUE(track::shape_of({.kind = track::ring_kind::place, .place_id = "p"}, tree, {}).polygons.empty());
  EXPECT_EQ(track::shape_of({.kind = track::ring_kind::place, .place_id = "p"}, tree, centre), track::circle(centre, 60));
}

TEST(RingShape, AZoneThatIsNoAreaIsRefusedWithItsPlaceInTheText) {
  const auto fault = [](const std::string& text) {
    try {
      track::zone_of({text});
    } catch (const base::problem& p) {
      EXPECT_EQ(p.status, 422);
      return p.fields.empty() ? "nothing" : p.fields[0].pointer.substr(0, 8) + " " + p.fields[0].code;
    }
    return std::string("taken");
  };
  EXPECT_EQ(fault(R"({"type":"Polygon","coordinates":[[[113,27],[113.1,27],[113.1,27.1],[113,27]]]})"), "taken");
  EXPECT_EQ(fault(R"({"type":"Point","coordinates":[113,27]})"), "/polygon wrong_type");
  EXPECT_EQ(fault(R"({"type":"Polygon","coordinates":[[[113,27],[113.1,27.1],[113.1,27],[113,27.1],[113,27]]]})"), "/polygon crossing");
  EXPECT_EQ(fault(R"({"type":"Polygon","coordinates":[[[113,27],[113.1,27],[113.1,27.1]]]})").substr(0, 9), "/polygon ");
  EXPECT_EQ(fault("7").substr(0, 9), "/polygon ");
  std::string many = R"({"type":"Polygon","coordinates":[[)";
  for (int i = 0; i < 1'100; ++i) {
    const auto p = geo::destination(centre, -i * 360.0 / 1'100, 3'000);
    many += '[' + std::to_string(p.lon) + ',' + std::to_string(p.lat) + "],";
  }
  const auto first = geo::destination(centre, 0, 3'000);
  EXPECT_EQ(fault(many + '[' + std::to_string(first.lon) + ',' + std::to_string(first.lat) + "]]]}"), "/polygon too_long");
}

TEST(RingShape, ADraftSaysTheMembersOfItsKindAndNoOthers) {
  using k = track::ring_kind;
  EXPECT_EQ(codes({.kind = k::grid}), (std::vector<std::string>{"/area_id missing"}));
  EXPECT_EQ(codes({.kind = k::place}), (std::vector<std::string>{"/place_id missing"}));
  EXPECT_EQ(codes({.kind = k::zone}), (std::vector<std::string>{"/polygon missing"}));
  EXPECT_EQ(codes({.kind = k::corridor}), (std::vector<std::string>{"/line missing"}));
  EXPECT_EQ(codes({.kind = k::grid, .area_id = "a", .width_m = 50}), (std::vector<std::string>{"/width_m not_allowed"}));
  EXPECT_EQ(codes({.kind = k::corridor, .line = {centre}}), (std::vector<std::string>{"/line too_short"}));
  EXPECT_EQ(codes({.kind = k::corridor, .line = {centre, {27.8, 113.5}}}).size(), 1U);
  EXPECT_TRUE(codes({.kind = k::corridor, .line = {centre, {113.6, 27.8}}, .width_m = 50}).empty());
}
