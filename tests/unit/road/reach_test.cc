#include "town/road/reach.h"

#include <gtest/gtest.h>

#include <cmath>

#include "maps/street_map.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/road/road_import.h"

namespace {

using test::street_map;

// Even-odd over all rings of all polygons.
bool contains(const std::vector<road::polygon_rings>& polygons, base::position p) {
  bool inside = false;
  for (const auto& rings : polygons) {
    for (const auto& ring : rings) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        const auto& a = ring[i - 1];
        const auto& b = ring[i];
        if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < a.lon + (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat)) inside = !inside;
      }
    }
  }
  return inside;
}

double ring_area(const std::vector<base::position>& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) sum += ring[i - 1].lon * ring[i].lat - ring[i].lon * ring[i - 1].lat;
  return sum / 2;
}

road::snapped place(const road::graph& roads, base::position at) { return road::snap(roads, {.at = at, .max_m = 100}).value(); }

void expect_well_formed(const std::vector<road::polygon_rings>& polygons) {
  for (const auto& rings : polygons) {
    ASSERT_FALSE(rings.empty());
    for (std::size_t i = 0; i < rings.size(); ++i) {
      EXPECT_GE(rings[i].size(), 4U);
      EXPECT_EQ(rings[i].front(), rings[i].back());
      EXPECT_EQ(ring_area(rings[i]) > 0, i == 0) << "outer rings run counter-clockwise, holes clockwise";
    }
  }
}

}  // namespace

TEST(Reach, GoesAsFarAsTheTimeAllows) {
  street_map map("A--------------------B--------------------C");
  const auto roads = map.graph();
  road::search_workspace workspace;
  const std::vector<std::uint32_t> limits = {60'000};  // 466 m at 28 km/h
  const auto areas = road::reach(*roads, road::profile::car, nullptr, place(*roads, map.at('B')), limits, workspace);
  ASSERT_EQ(areas.size(), 1U);
  EXPECT_NEAR(static_cast<double>(areas[0].length_cm), 2 * 46'667, 100);
  ASSERT_EQ(areas[0].polygons.size(), 1U);
  expect_well_formed(areas[0].polygons);
  const auto east = [&](double metres) { return map.at("BC", metres / 1050); };
  EXPECT_TRUE(contains(areas[0].polygons, map.at('B')));
  EXPECT_TRUE(contains(areas[0].polygons, east(466)));
  EXPECT_FALSE(contains(areas[0].polygons, east(466 + 60 + 60)));
  EXPECT_FALSE(contains(areas[0].polygons, map.at('C')));
}

TEST(Reach, StopsAtClosuresAndOneWays) {
  street_map map(R"(
A----------B----->----C
           |
           D
)");
  const auto roads = map.graph();
  road::search_workspace workspace;
  const std::vector<std::uint32_t> limits = {600'000};
  const road::closures shut(*roads, road::arcs_of_ways(*roads, std::vector<std::int64_t>{map.way("AB")}), 1);
  const auto from_b = road::reach(*roads, road::profile::car, &shut, place(*roads, map.at('B')), limits, workspace)[0];
  EXPECT_FALSE(contains(from_b.polygons, map.at("AB", 0.5)));
  EXPECT_TRUE(contains(from_b.polygons, map.at("BC", 0.5)));
  EXPECT_TRUE(contains(from_b.polygons, map.at('D')));
}

TEST(Reach, ContainsEveryReachedRoadAndNoFarOne) {
  SHARED_OR_SKIP(path, "data/baltimore/baltimore_se.osm.pbf");
  const test::folder folder;
  road::import_roads({.source_path = path, .graph_path = folder.file("roads.graph")});
  const auto roads = road::open_graph(folder.file("roads.graph"));
  road::search_workspace workspace;
  const auto from = place(*roads, {.lon = -76.57, .lat = 39.285});
  const std::vector<std::uint32_t> limits = {60'000, 180'000, 300'000};
  const auto areas = road::reach(*roads, road::profile::car, nullptr, from, limits, workspace);
  ASSERT_EQ(areas.size(), 3U);
  EXPECT_LT(areas[0].length_cm, areas[1].length_cm);
  EXPECT_LT(areas[1].length_cm, areas[2].length_cm);
  for (const auto& area : areas) {
    expect_well_formed(area.polygons);
    const auto stretches = road::reached_stretches(*roads, road::profile::car, nullptr, from, area.limit_ms, workspace);
    std::vector<road::point_e7> reached;
    for (const auto& s : stretches) {
      if (s.from != 0 || s.to != road::whole) continue;
      for (const auto& p : roads->shape(road::edge_of(s.arc))) {
        EXPECT_TRUE(contains(area.polygons, road::to_position(p)));
        reached.push_back(p);
      }
    }
    // A polygon's corner is never far from a reached road. (Partly reached roads are left out: they reach a little further.)
    for (const auto& rings : area.polygons) {
      for (const auto& corner : rings[0]) {
        double nearest = 1e9;
        for (const auto& s : stretches) {
          for (const auto& p : roads->shape(road::edge_of(s.arc))) nearest = std::min(nearest, road::distance_m(p, road::to_point(corner)));
        }
        EXPECT_LT(nearest, 400);
      }
    }
  }
}

TEST(Outline, KeepsHolesApartFromTheirSurroundings) {
  const road::box_e7 box{.west = 1'180'000'000, .south = 310'000'000, .east = 1'180'200'000, .north = 310'200'000};  // about 2 km
  road::outline_raster raster(box, 25, 60);
  const road::point_e7 a{box.west, box.south}, b{box.east, box.south}, c{box.east, box.north}, d{box.west, box.north};
  raster.draw(a, b);
  raster.draw(b, c);
  raster.draw(c, d);
  raster.draw(d, a);
  const auto polygons = raster.polygons();
  ASSERT_EQ(polygons.size(), 1U);
  ASSERT_EQ(polygons[0].size(), 2U);
  expect_well_formed(polygons);
  EXPECT_FALSE(contains(polygons, {.lon = 118.01, .lat = 31.01}));
  EXPECT_TRUE(contains(polygons, {.lon = 118.0, .lat = 31.01}));
}
