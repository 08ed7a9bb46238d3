#include "foundation/geo/polygon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "foundation/geo/crossing.h"
#include "foundation/geo/distance.h"
#include "foundation/geo/point.h"

namespace {

geo::ring square(double west, double south, double east, double north) {
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

}  // namespace

TEST(Polygon, APointOnASharedBorderIsInExactlyOneNeighbour) {
  // Four squares around a point, and triangles across: every border and corner point counts once.
  const std::vector<geo::polygon> areas{{square(0, 0, 1, 1), {}}, {square(1, 0, 2, 1), {}}, {square(0, 1, 1, 2), {}}, {square(1, 1, 2, 2), {}}};
  for (int i = 0; i <= 200; ++i) {
    for (const base::position p : {base::position{i / 100.0, 1}, base::position{1, i / 100.0}}) {
      int in = 0;
      for (const auto& area : areas) in += geo::contains(area, p) ? 1 : 0;
      const bool on_outer_border = i == 200;  // the outer east and north borders belong to what lies beyond
      EXPECT_EQ(in, on_outer_border ? 0 : 1) << p.lon << " " << p.lat;
    }
  }
}

TEST(Polygon, ASlantedSharedBorderIsExactToo) {
  // A diagonal with steps no double holds: points exactly on it (multiples of the direction) are in one triangle.
  const geo::polygon upper{{{0, 0}, {0.0000300, 0.0000700}, {0, 0.0000700}, {0, 0}}, {}};
  const geo::polygon lower{{{0, 0}, {0.0000300, 0}, {0.0000300, 0.0000700}, {0, 0}}, {}};
  for (int x = 0; x < 300; ++x) {
    for (int y = 0; y < 700; ++y) {
      const base::position p = geo::to_position({x, y});
      EXPECT_EQ(int{geo::contains(upper, p)} + int{geo::contains(lower, p)}, 1) << x << " " << y;
    }
  }
}

TEST(Polygon, HolesAreOutsideWhateverWayTheyTurn) {
  geo::ring hole = square(1, 1, 2, 2);
  for (int turned = 0; turned < 2; ++turned) {
    const geo::polygon area{square(0, 0, 3, 3), {hole}};
    EXPECT_TRUE(geo::contains(area, {0.5, 0.5}));
    EXPECT_FALSE(geo::contains(area, {1.5, 1.5}));
    EXPECT_FALSE(geo::contains(area, {4, 4}));
    std::reverse(hole.begin(), hole.end());
  }
}

TEST(Polygon, NothingOffTheGlobeIsInside) {
  const geo::polygon world{square(-180, -90, 180, 90), {}};
  EXPECT_TRUE(geo::contains(world, {0, 0}));
  EXPECT_TRUE(geo::contains(world, {-180, -90}));
  for (const base::position bad : {base::position{181, 0}, {0, 91}, {std::nan(""), 0}, {0, INFINITY}}) EXPECT_FALSE(geo::contains(world, bad));
}

TEST(Polygon, RewindsExteriorsAndHoles) {
  geo::ring clockwise = square(0, 0, 4, 4);
  std::reverse(clockwise.begin(), clockwise.end());
  geo::polygon area{clockwise, {square(1, 1, 2, 2)}};
  EXPECT_EQ(geo::rewind(area), 2);
  EXPECT_TRUE(geo::is_counter_clockwise(area.exterior));
  EXPECT_FALSE(geo::is_counter_clockwise(area.holes[0]));
  EXPECT_EQ(geo::rewind(area), 0);
}

TEST(Polygon, AreaIsTheEllipsoids) {
  // km² of the degree north of the equator by numerical integration of M·N·cos φ over WGS-84; the surface of the earth.
  EXPECT_NEAR(geo::area_m2(geo::polygon{square(0, 0, 1, 1), {}}) / 1e6, 12'308.4639, 0.0005);
  EXPECT_NEAR(geo::area_m2(geo::polygon{square(-180, -90, 180, 90), {}}) / 1e6, 510'065'621.7, 100);
  const double with_hole = geo::area_m2(geo::polygon{square(0, 0, 1, 1), {square(0.25, 0, 0.75, 1)}}) / 1e6;
  EXPECT_NEAR(with_hole, 12'308.4639 / 2, 0.0005);
}

TEST(Polygon, CentroidAndLabelPoint) {
  const geo::polygon plain{square(10, 20, 12, 22), {}};
  EXPECT_NEAR(geo::centroid(plain).lon, 11, 1e-9);
  EXPECT_NEAR(geo::centroid(plain).lat, 21, 1e-9);
  // A horseshoe: its centre of gravity lies outside, the label inside.
  const geo::polygon horseshoe{{{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}, {0, 0}}, {}};
  EXPECT_FALSE(geo::contains(horseshoe, {1.5, 2}));
  const auto label = geo::label_point(horseshoe);
  ASSERT_TRUE(label);
  EXPECT_TRUE(geo::contains(horseshoe, *label));
  EXPECT_FALSE(geo::label_point(geo::polygon{{{0, 0}, {1, 1}, {0, 0}, {0, 0}}, {}}));  // no inside
}

TEST(Crossing, FindsWhereARingCutsItself) {
  const geo::polygon bow{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}, {}};
  const auto found = geo::find_crossing(bow);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->same_ring);
  EXPECT_NEAR(found->at.lon, 1, 1e-7);
  EXPECT_NEAR(found->at.lat, 1, 1e-7);
}

TEST(Crossing, FindsItAtAVertexAndAgainstAHole) {
  // The bow again with vertices exactly where it crosses, and once with a vertex on the middle of an edge.
  EXPECT_TRUE(geo::find_crossing(geo::polygon{{{0, 0}, {1, 1}, {2, 2}, {2, 0}, {1, 1}, {0, 2}, {0, 0}}, {}}));
  EXPECT_TRUE(geo::find_crossing(geo::polygon{{{0, 0}, {2, 2}, {2, 0}, {1, 1}, {0, 2}, {0, 0}}, {}}));
  const auto hole = geo::find_crossing(geo::polygon{square(0, 0, 2, 2), {square(1, 1, 3, 1.5)}});
  ASSERT_TRUE(hole);
  EXPECT_FALSE(hole->same_ring);
}

TEST(Crossing, LetsABorderTouchItself) {
  EXPECT_FALSE(geo::find_crossing(geo::polygon{square(0, 0, 2, 2), {}}));
  // Two squares meeting in a corner, drawn in one line without changing sides.
  EXPECT_FALSE(geo::find_crossing(geo::polygon{{{0, 0}, {1, 0}, {1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}, {0, 1}, {0, 0}}, {}}));
  // A corridor run along twice, and a hole touching the exterior at one point.
  EXPECT_FALSE(geo::find_crossing(geo::polygon{{{0, 0}, {2, 0}, {2, 1}, {3, 1}, {2, 1}, {2, 2}, {0, 2}, {0, 0}}, {}}));
  EXPECT_FALSE(geo::find_crossing(geo::polygon{square(0, 0, 4, 4), {{{0, 2}, {1, 1}, {1, 3}, {0, 2}}}}));
}

TEST(Crossing, AgreesWithEveryPairOnRandomRings) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> grid(0, 60);  // generic position is broken on purpose: many touch
  int crossing_rings = 0;
  for (int round = 0; round < 3'000; ++round) {
    geo::ring line;
    const int n = 3 + round % 6;
    for (int i = 0; i < n; ++i) line.push_back(geo::to_position({grid(random), grid(random)}));
    line.push_back(line.front());
    bool proper = false;
    for (std::size_t i = 1; i < line.size(); ++i) {
      for (std::size_t j = i + 1; j < line.size(); ++j) {
        const auto a = geo::to_point(line[i - 1]), b = geo::to_point(line[i]), c = geo::to_point(line[j - 1]), d = geo::to_point(line[j]);
        proper |= geo::turn(a, b, c) * geo::turn(a, b, d) < 0 && geo::turn(c, d, a) * geo::turn(c, d, b) < 0;
      }
    }
    crossing_rings += proper ? 1 : 0;
    if (proper) {
      EXPECT_TRUE(geo::find_crossing(geo::polygon{line, {}})) << "round " << round;
    }
  }
  EXPECT_GT(crossing_rings, 500);
}

TEST(Crossing, GivesUpOnAnEntangledRingInsteadOfHanging) {
  geo::ring comb;  // long parallel diagonals: every box overlaps every other
  for (int i = 0; i < 4'000; ++i) {
    comb.push_back({i * 1e-5, 0});
    comb.push_back({1 + i * 1e-5, 1});
    comb.push_back({1 + (i + 0.4) * 1e-5, 1});
    comb.push_back({(i + 0.4) * 1e-5, 0});
  }
  comb.push_back({0, -1});
  comb.push_back(comb.front());
  const auto found = geo::find_crossing(geo::polygon{comb, {}}, 100'000);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->gave_up);
}
