#include "engines/track/owntracks_read.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using track::read_owntracks;
namespace reason = track::reason;

// The bodies have the shapes that the apps send: owntracks.org/booklet/tech/json.
constexpr const char* from_android =
    R"({"_type":"location","acc":15,"alt":440,"batt":46,"bs":1,"conn":"w","created_at":1551874880,"lat":46.0681247,"lon":11.1512805,"m":1,)"
    R"("t":"u","tid":"5t","tst":1551874878,"vac":2,"vel":54,"cog":271,"topic":"owntracks/car-3/phone","_id":"a1b2c3"})";

TEST(OwnTracks, GivesPlaceTimeAndSpeedInOurUnits) {
  const auto read = read_owntracks(from_android);
  ASSERT_EQ(read.fixes.size(), 1U);
  EXPECT_TRUE(read.unread.empty());
  const auto& one = read.fixes[0];
  EXPECT_DOUBLE_EQ(one.lat, 46.0681247);
  EXPECT_DOUBLE_EQ(one.lon, 11.1512805);
  EXPECT_EQ(one.at, base::instant{1'551'874'878'000'000});
  EXPECT_NEAR(one.speed_mps.value(), 15.0, 1e-9);  // 54 km/h
  EXPECT_DOUBLE_EQ(one.heading_deg.value(), 271);
  EXPECT_DOUBLE_EQ(one.accuracy_m.value(), 15);
  EXPECT_DOUBLE_EQ(one.battery_share.value(), 0.46);
}

TEST(OwnTracks, NeedsNoMoreThanPlaceAndTime) {
  const auto read = read_owntracks(R"({"lon":2.29513,"lat":48.85833,"tst":1497349316,"_type":"location","tid":"JJ"})");
  ASSERT_EQ(read.fixes.size(), 1U);
  EXPECT_FALSE(read.fixes[0].speed_mps);
  EXPECT_FALSE(read.fixes[0].heading_deg);
  EXPECT_FALSE(read.fixes[0].accuracy_m);
  EXPECT_FALSE(read.fixes[0].battery_share);
}

TEST(OwnTracks, TakesNumbersSentAsTexts) {
  const auto read = read_owntracks(R"({"_type":"location","lat":"47.42","lon":"13.65","tst":"1736519167","vel":"36"})");
  ASSERT_EQ(read.fixes.size(), 1U);
  EXPECT_DOUBLE_EQ(read.fixes[0].lat, 47.42);
  EXPECT_DOUBLE_EQ(read.fixes[0].speed_mps.value(), 10);
}

TEST(OwnTracks, LeavesWhatIsNoMeasurementUnknown) {
  const auto read = read_owntracks(R"({"_type":"location","lat":1,"lon":2,"tst":1497349316,"vel":-1,"cog":-1,"acc":-5,"batt":255,"alt":1e400})");
  ASSERT_EQ(read.fixes.size(), 1U);
  EXPECT_FALSE(read.fixes[0].speed_mps);
  EXPECT_FALSE(read.fixes[0].heading_deg);
  EXPECT_FALSE(read.fixes[0].accuracy_m);
  EXPECT_FALSE(read.fixes[0].battery_share);
}

// The place is judged where every protocol's are: swapped and impossible numbers go through as they are.
TEST(OwnTracks, DoesNotJudgeThePlace) {
  const auto read = read_owntracks(R"({"_type":"location","lat":116.3,"lon":39.9,"tst":1497349316})");
  ASSERT_EQ(read.fixes.size(), 1U);
  EXPECT_DOUBLE_EQ(read.fixes[0].lat, 116.3);
}

struct unread_body {
  const char* name;
  std::string body;
  std::string_view why;
};
void PrintTo(const unread_body& one, std::ostream* out) { *out << one.name; }

class OwnTracksWithoutAFix : public testing::TestWithParam<unread_body> {};

TEST_P(OwnTracksWithoutAFix, SaysWhy) {
  const auto read = read_owntracks(GetParam().body);
  EXPECT_TRUE(read.fixes.empty());
  ASSERT_EQ(read.unread.size(), 1U);
  EXPECT_EQ(read.unread[0], GetParam().why);
}

std::string location(const std::string& members) { return R"({"_type":"location")" + members + "}"; }

INSTANTIATE_TEST_SUITE_P(
    Bodies, OwnTracksWithoutAFix,
    testing::Values(unread_body{"nothing", "", reason::empty}, unread_body{"white space", " \r\n", reason::empty},
                    unread_body{"last will", R"({"_type":"lwt","tst":1551874878})", reason::other_message},
                    unread_body{"waypoint", R"({"_type":"waypoint","desc":"post 3","lat":46.1,"lon":11.2,"rad":50,"tst":1551874878})",
                                reason::other_message},
                    unread_body{"waypoints", R"({"_type":"waypoints","waypoints":[{"_type":"waypoint","desc":"a","lat":1,"lon":2,"tst":3}]})",
                                reason::other_message},
                    unread_body{"transition", R"({"_type":"transition","event":"enter","lat":46.1,"lon":11.2,"tst":1551874878,"wtst":1,"t":"c"})",
                                reason::other_message},
                    unread_body{"card", R"({"_type":"card","name":"car 3","face":"aGVsbG8="})", reason::other_message},
                    unread_body{"command", R"({"_type":"cmd","action":"dump"})", reason::other_message},
                    unread_body{"status", R"({"_type":"status","iOS":{"version":"17.0"}})", reason::other_message},
                    unread_body{"encrypted", R"({"_type":"encrypted","data":"qYz1tFBxhMSq"})", reason::encrypted},
                    unread_body{"a list", R"([{"_type":"location","lat":1,"lon":2,"tst":1497349316}])", reason::not_readable},
                    unread_body{"no type", R"({"lat":1,"lon":2,"tst":1497349316})", reason::not_readable},
                    unread_body{"type is a number", R"({"_type":1,"lat":1,"lon":2,"tst":1497349316})", reason::not_readable},
                    unread_body{"cut off", R"({"_type":"location","lat":1,"lo)", reason::not_readable},
                    unread_body{"not JSON", "lat=1&lon=2", reason::not_readable},
                    unread_body{"not a number, said aloud", R"({"_type":"location","lat":NaN,"lon":2,"tst":1497349316})", reason::not_readable},
                    unread_body{"not UTF-8", "{\"_type\":\"location\",\"tid\":\"\xff\",\"lat\":1,\"lon\":2,\"tst\":1}", reason::not_readable},
                    unread_body{"two documents", R"({"_type":"lwt"}{"_type":"lwt"})", reason::not_readable},
                    unread_body{"10 MB", R"({"_type":"location","tid":")" + std::string(10'000'000, 'x') + R"("})", reason::not_readable},
                    unread_body{"deep", std::string(40'000, '['), reason::not_readable},
                    unread_body{"no latitude", location(R"(,"lon":2,"tst":1497349316)"), reason::no_position},
                    unread_body{"longitude is null", location(R"(,"lat":2,"lon":null,"tst":1497349316)"), reason::no_position},
                    unread_body{"latitude past any number", location(R"(,"lat":1e400,"lon":2,"tst":1497349316)"), reason::no_position},
                    unread_body{"latitude is a text of no number", location(R"(,"lat":"NaN","lon":2,"tst":1497349316)"), reason::no_position},
                    unread_body{"latitude is a list", location(R"(,"lat":[1],"lon":2,"tst":1497349316)"), reason::no_position},
                    unread_body{"no time", location(R"(,"lat":1,"lon":2)"), reason::no_time},
                    unread_body{"time before 1970", location(R"(,"lat":1,"lon":2,"tst":-5)"), reason::no_time},
                    unread_body{"time past the year 9999", location(R"(,"lat":1,"lon":2,"tst":9e18)"), reason::no_time},
                    unread_body{"time is no number", location(R"(,"lat":1,"lon":2,"tst":true)"), reason::no_time},
                    unread_body{"latitude twice", location(R"(,"lat":1,"lat":50,"lon":2,"tst":1497349316)"), reason::twice},
                    unread_body{"type twice", R"({"_type":"lwt","_type":"location","lat":1,"lon":2,"tst":1497349316})", reason::twice}));

}  // namespace
