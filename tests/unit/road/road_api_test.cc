#include "town/road/road_api.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "foundation/base/clock.h"
#include "maps/street_map.h"
#include "support/engines.h"
#include "support/operation_call.h"

namespace {

using parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view town = R"(
A----B----C
|         |
D---------E
)";

std::string text(base::position p) { return std::to_string(p.lon) + "," + std::to_string(p.lat); }

class RoadOperations : public test::on_both_engines {
 protected:
  RoadOperations() : map_(town), roads_(map_.graph()), who_(test::caller_with({"place.read"})) {}

  operation::answer call(std::string_view name, parameters query) {
    const auto db = open(clock_);
    road::live_closures live(*db, clock_, roads_);
    return test::call(*db, road::road_operations(roads_, live), who_, name, {.query = std::move(query)});
  }

  // The pointer of the first wrong field, or the code of another problem.
  std::string refused(std::string_view name, parameters query) {
    try {
      call(name, std::move(query));
    } catch (const base::problem& p) {
      return p.fields.empty() ? p.code : p.fields[0].pointer;
    }
    return "taken";
  }

  base::manual_clock clock_{{1'800'000'000'000'000}};
  test::street_map map_;
  std::shared_ptr<const road::graph> roads_;
  operation::caller who_;
};
ON_BOTH_ENGINES(RoadOperations);

TEST_P(RoadOperations, FindARouteWithItsRoads) {
  const auto body = boost::json::parse(call("find_route", {{"from", text(map_.at('A'))}, {"to", text(map_.at('C'))}}).body).as_object();
  EXPECT_EQ(body.at("distance_m").to_number<int>(), 500);
  EXPECT_EQ(body.at("steps").as_array().size(), 2U);
  EXPECT_EQ(body.at("steps").at(0).at("road").as_string(), "AB street");
  EXPECT_EQ(body.at("geometry").as_array().size(), 3U);
}

TEST_P(RoadOperations, ShowTheReachLargestFirst) {
  const auto at = map_.at('B');
  const auto answer = call("find_reach", {{"lon", std::to_string(at.lon)}, {"lat", std::to_string(at.lat)}, {"minutes", "1,2,0.5"}});
  EXPECT_EQ(answer.content_type, "application/geo+json");
  const auto features = boost::json::parse(answer.body).at("features").as_array();
  ASSERT_EQ(features.size(), 3U);
  EXPECT_EQ(features[0].at("properties").at("minutes").to_number<int>(), 2);
  EXPECT_EQ(features[1].at("properties").at("minutes").to_number<int>(), 1);
  EXPECT_GT(features[0].at("properties").at("road_m").to_number<int>(), features[1].at("properties").at("road_m").to_number<int>());
  for (const auto& feature : features) {
    EXPECT_EQ(feature.at("geometry").at("type").as_string(), "MultiPolygon");
    const auto& ring = feature.at("geometry").at("coordinates").at(0).at(0).as_array();
    EXPECT_EQ(ring.front(), ring.back());
    EXPECT_GE(ring.size(), 4U);
  }
}

TEST_P(RoadOperations, RefuseWhatIsNoPlaceOrTime) {
  EXPECT_EQ(refused("find_route", {{"from", "1"}, {"to", "1,2"}}), "/from");
  EXPECT_EQ(refused("find_route", {{"from", "nan,1"}, {"to", "1,2"}}), "/from");
  EXPECT_EQ(refused("find_route", {{"from", text(map_.at('A'))}, {"to", "0,0"}}), "/to");
  EXPECT_EQ(refused("find_route", {{"from", text(map_.at('A'))}, {"to", text(map_.at('C'))}, {"profile", "boat"}}), "/profile");
  EXPECT_EQ(refused("find_reach", {{"lon", "200"}, {"lat", "31"}, {"minutes", "1"}}), "/lon");
  EXPECT_EQ(refused("find_reach", {{"lon", "118"}, {"lat", "x"}, {"minutes", "1"}}), "/lat");
  EXPECT_EQ(refused("find_reach", {{"lon", "0"}, {"lat", "0"}, {"minutes", "1"}}), "/lon");
  for (const auto* minutes : {"", "0", "61", "-1", "x", "nan", "1,,2", "1,2,3,4,5,6,7", "99999999999999999999"}) {
    EXPECT_EQ(refused("find_reach", {{"lon", "118"}, {"lat", "31"}, {"minutes", minutes}}), "/minutes") << minutes;
  }
}

}  // namespace
