#include "foundation/geo/distance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "foundation/geo/box.h"

TEST(Distance, AgreesWithKnownLengths) {
  EXPECT_NEAR(geo::distance_m({0, 0}, {1, 0}), 111'195.08, 0.1);
  EXPECT_NEAR(geo::distance_m({0, 0}, {180, 0}), 3.14159265358979 * geo::earth_radius_m, 1);
  EXPECT_NEAR(geo::distance_m({116.3975, 39.9087}, {121.4737, 31.2304}), 1'067'800, 1'500);  // Beijing – Shanghai
  EXPECT_EQ(geo::distance_m({10, 50}, {10, 50}), 0);
  EXPECT_NEAR(geo::distance_m({10, 50}, {10, 50.000001}), 0.1112, 0.0001);
  EXPECT_NEAR(geo::distance_m({179.9, 0}, {-179.9, 0}), 22'239, 1);
}

TEST(Distance, BearingsGoClockwiseFromNorth) {
  EXPECT_NEAR(geo::bearing_deg({0, 0}, {0, 1}), 0, 1e-9);
  EXPECT_NEAR(geo::bearing_deg({0, 0}, {1, 0}), 90, 1e-9);
  EXPECT_NEAR(geo::bearing_deg({0, 0}, {0, -1}), 180, 1e-9);
  EXPECT_NEAR(geo::bearing_deg({0, 0}, {-1, 0}), 270, 1e-9);
  EXPECT_EQ(geo::bearing_deg({5, 5}, {5, 5}), 0);
}

TEST(Distance, DestinationIsWhereDistanceAndBearingSay) {
  const base::position from{-122.67, 45.52};
  for (int bearing = 0; bearing < 360; bearing += 15) {
    const auto to = geo::destination(from, bearing, 12'345);
    EXPECT_NEAR(geo::distance_m(from, to), 12'345, 0.01);
    EXPECT_NEAR(geo::bearing_deg(from, to), bearing, 1e-6);
  }
  EXPECT_NEAR(geo::destination({179.99, 0}, 90, 10'000).lon, -179.92, 0.001);
}

TEST(Distance, TheLocalPlaneAgreesWithTheSphereNearItsOrigin) {
  const base::position origin{113.2, 31.4};
  const geo::local_plane plane(origin);
  for (int bearing = 0; bearing < 360; bearing += 30) {
    const auto at = geo::destination(origin, bearing, 20'000);
    const auto m = plane.to_metres(at);
    EXPECT_NEAR(std::hypot(m.x, m.y), 20'000, 20'000 * 0.001);
    const auto back = plane.to_position(m);
    EXPECT_NEAR(back.lon, at.lon, 1e-12);
    EXPECT_NEAR(back.lat, at.lat, 1e-12);
  }
}

TEST(Distance, FindsTheNearestPositionOfASegment) {
  const auto middle = geo::nearest_on_segment({0.5, 0.1}, {0, 0}, {1, 0});
  EXPECT_NEAR(middle.along, 0.5, 1e-9);
  EXPECT_NEAR(middle.distance_m, 11'119.5, 1);
  EXPECT_EQ(geo::nearest_on_segment({-1, 0}, {0, 0}, {1, 0}).along, 0);
  EXPECT_EQ(geo::nearest_on_segment({2, 0}, {0, 0}, {1, 0}).along, 1);
  EXPECT_NEAR(geo::nearest_on_segment({0, 0.01}, {0, 0}, {0, 0}).distance_m, 1'112, 1);  // a segment of no length
}

TEST(Box, GrowsByAtLeastTheMetresAsked) {
  geo::box town;
  EXPECT_TRUE(town.is_empty());
  EXPECT_FALSE(town.contains({0, 0}));
  town.extend({10, 60});
  town.extend({10.1, 60.1});
  const auto wider = geo::grow(town, 1'000);
  EXPECT_GE(geo::distance_m({wider.west, 60.1}, {10, 60.1}), 1'000 - 1);
  EXPECT_GE(geo::distance_m({10, wider.north}, {10, 60.1}), 1'000 - 1);
  EXPECT_TRUE(wider.contains({10.11, 60.05}));
  EXPECT_TRUE(town.overlaps(wider));
}
