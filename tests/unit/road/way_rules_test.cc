#include "town/road/way_rules.h"

#include <gtest/gtest.h>

#include "maps/osm_writer.h"
#include "town/road/way_values.h"

namespace {

road::way_rules way(const test::tag_vector& tags) {
  std::vector<road::osm_tag> views;
  for (const auto& [key, value] : tags) views.push_back({key, value});
  return road::rules_of_way(road::osm_tags(views));
}

road::node_rules node(const test::tag_vector& tags) {
  std::vector<road::osm_tag> views;
  for (const auto& [key, value] : tags) views.push_back({key, value});
  return road::rules_of_node(road::osm_tags(views));
}

// For car, motorcycle, foot: - not usable, > along, < against, = both; d where it is a first or last stretch only.
std::string uses(const test::tag_vector& tags) {
  std::string out;
  for (const auto& use : way(tags).use) {
    out += !use.usable() ? "-" : use.backward_mm_s == 0 ? ">" : use.forward_mm_s == 0 ? "<" : "=";
    if (use.no_through) out += "d";
  }
  return out;
}

std::string blocked(const test::tag_vector& tags) {
  std::string out;
  for (const bool one : node(tags).blocked) out += one ? "x" : ".";
  return out;
}

}  // namespace

TEST(WayValues, ReadSpeeds) {
  const auto speed = [](const char* text) { return road::read_speed_kmh(text).value_or(-1); };
  EXPECT_EQ(speed("50"), 50);
  EXPECT_EQ(speed("50 km/h"), 50);
  EXPECT_NEAR(speed("30 mph"), 48.28, 0.01);
  EXPECT_NEAR(speed("30mph"), 48.28, 0.01);
  EXPECT_EQ(speed("50; 40"), 40);
  EXPECT_EQ(speed("RO:urban"), 50);
  EXPECT_EQ(speed("DE:zone:30"), 30);
  EXPECT_EQ(speed("DE:zone30"), 30);
  EXPECT_EQ(speed("walk"), 7);
  EXPECT_EQ(speed("2"), 5);
  for (const char* text : {"", "none", "signals", "variable", "fast", "-50", "0", "1e9", "nan", "inf", "50 knots"})
    EXPECT_EQ(speed(text), -1) << text;
}

TEST(WayValues, ReadDurations) {
  const auto seconds = [](const char* text) { return road::read_duration_s(text).value_or(0); };
  EXPECT_EQ(seconds("00:20"), 1200U);
  EXPECT_EQ(seconds("1:05:30"), 3930U);
  EXPECT_EQ(seconds("20"), 1200U);
  EXPECT_EQ(seconds("PT1H20M"), 4800U);
  EXPECT_EQ(seconds("P1D"), 86'400U);
  for (const char* text : {"", "0", "-5", "1:2:3:4", "P", "PT", "PT5", "P5M", "99999:00", "soon"}) EXPECT_EQ(seconds(text), 0U) << text;
}

TEST(WayRules, OpenTheUsualRoadsToTheUsualTraffic) {
  EXPECT_EQ(uses({{"highway", "residential"}}), "===");
  EXPECT_EQ(uses({{"highway", "motorway"}}), ">>-");
  EXPECT_EQ(uses({{"highway", "motorway_link"}}), "==-");
  EXPECT_EQ(uses({{"highway", "trunk"}, {"motorroad", "yes"}}), "==-");
  EXPECT_EQ(uses({{"highway", "footway"}}), "--=");
  EXPECT_EQ(uses({{"highway", "pedestrian"}}), "--=");
  EXPECT_EQ(uses({{"highway", "pedestrian"}, {"motor_vehicle", "destination"}}), "=d-=");
  EXPECT_EQ(uses({{"highway", "cycleway"}}), "-==");
  EXPECT_EQ(uses({{"highway", "path"}, {"bicycle", "designated"}}), "-==");
  EXPECT_EQ(uses({{"highway", "steps"}}), "--=");
  EXPECT_EQ(uses({{"highway", "track"}}), "===");
  EXPECT_EQ(uses({{"highway", "construction"}}), "---");
  EXPECT_EQ(uses({{"highway", "proposed"}}), "---");
  EXPECT_EQ(uses({{"route", "ferry"}}), "===");
  EXPECT_EQ(uses({{"route", "ferry"}, {"motor_vehicle", "no"}}), "--=");
  EXPECT_EQ(uses({{"highway", "pedestrian"}, {"area", "yes"}, {"motor_vehicle", "yes"}}), "--=");
  EXPECT_EQ(uses({{"waterway", "river"}}), "---");
}

TEST(WayRules, HonourAccess) {
  EXPECT_EQ(uses({{"highway", "service"}, {"access", "no"}}), "---");
  EXPECT_EQ(uses({{"highway", "service"}, {"access", "no"}, {"emergency", "yes"}}), "===");
  EXPECT_EQ(uses({{"highway", "service"}, {"access", "private"}}), "=d=d=d");
  EXPECT_EQ(uses({{"highway", "service"}, {"access", "customers"}}), "=d=d=d");
  EXPECT_EQ(uses({{"highway", "track"}, {"motor_vehicle", "agricultural;forestry"}}), "=d=d=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"motor_vehicle", "no"}}), "--=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"access", "no"}, {"motorcar", "yes"}}), "=--");
  EXPECT_EQ(uses({{"highway", "residential"}, {"vehicle", "no"}, {"motorcycle", "yes"}}), "-==");
  EXPECT_EQ(uses({{"highway", "residential"}, {"access", "unknown"}}), "===");
  EXPECT_EQ(uses({{"highway", "residential"}, {"motor_vehicle:backward", "no"}}), ">>=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"foot", "no"}}), "==-");
  EXPECT_EQ(way({{"highway", "service"}, {"access", "private"}}).use[0].entry_ms, 20'000U);
  EXPECT_EQ(way({{"highway", "service"}, {"access", "destination"}}).use[0].entry_ms, 0U);
}

TEST(WayRules, HonourOneWays) {
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "yes"}}), ">>=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "1"}}), ">>=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "-1"}}), "<<=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "reversible"}}), "--=");
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:moped", "no"}}), ">==");
  EXPECT_EQ(uses({{"highway", "residential"}, {"oneway", "yes"}, {"oneway:bicycle", "no"}}), ">>=");
  EXPECT_EQ(uses({{"highway", "motorway"}, {"oneway", "no"}}), "==-");
  EXPECT_EQ(uses({{"highway", "primary"}, {"junction", "roundabout"}}), ">>=");
  EXPECT_EQ(uses({{"highway", "cycleway"}, {"oneway", "yes"}}), "->=");
  EXPECT_EQ(uses({{"highway", "footway"}, {"oneway", "yes"}}), "--=");
  EXPECT_EQ(uses({{"highway", "footway"}, {"oneway:foot", "yes"}}), "-->");
}

TEST(WayRules, CapTwoWheelers) {
  const auto fast = way({{"highway", "motorway"}, {"maxspeed", "120"}});
  EXPECT_NEAR(fast.use[0].forward_mm_s, 120 * 0.85 * 1e6 / 3600, 1);
  EXPECT_NEAR(fast.use[1].forward_mm_s, 80 * 1e6 / 3600, 1);
  const auto sides = way({{"highway", "primary"}, {"maxspeed", "50"}, {"maxspeed:backward", "30"}});
  EXPECT_NEAR(sides.use[0].forward_mm_s, 50 * 0.85 * 1e6 / 3600, 1);
  EXPECT_NEAR(sides.use[0].backward_mm_s, 30 * 0.85 * 1e6 / 3600, 1);
}

TEST(NodeRules, StopWhomABarrierStops) {
  EXPECT_EQ(blocked({{"barrier", "gate"}}), "...");
  EXPECT_EQ(blocked({{"barrier", "gate"}, {"access", "no"}}), "xxx");
  EXPECT_EQ(blocked({{"barrier", "gate"}, {"access", "no"}, {"foot", "yes"}}), "xx.");
  EXPECT_EQ(blocked({{"barrier", "bollard"}}), "x..");
  EXPECT_EQ(blocked({{"barrier", "bollard"}, {"motor_vehicle", "yes"}}), "...");
  EXPECT_EQ(blocked({{"barrier", "bollard"}, {"bollard", "rising"}}), "...");
  EXPECT_EQ(blocked({{"barrier", "bollard"}, {"emergency", "yes"}}), "...");
  EXPECT_EQ(blocked({{"barrier", "kissing_gate"}}), "xx.");
  EXPECT_EQ(blocked({{"barrier", "wall"}}), "xxx");
  EXPECT_EQ(blocked({{"barrier", "cattle_grid"}}), "...");
  EXPECT_EQ(blocked({{"highway", "crossing"}}), "...");
  EXPECT_FALSE(node({{"name", "x"}}).matters());
  EXPECT_EQ(node({{"barrier", "lift_gate"}}).forward_ms[0], 15'000U);
  EXPECT_EQ(node({{"barrier", "toll_booth"}}).forward_ms[0], 10'000U);
}
