#include "engines/track/osmand_read.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using pairs = std::vector<track::name_and_value>;
namespace reason = track::reason;

constexpr base::instant received{1'700'000'000'000'000};

track::phone_message read(const pairs& given) { return track::read_osmand(given, received); }
track::phone_message read_json(const std::string& body) { return track::read_osmand_json(body, received); }

TEST(OsmAnd, GivesPlaceTimeAndSpeedInOurUnits) {
  const auto got = read({{"id", "key-1"},
                         {"timestamp", "1504763810"},
                         {"lat", "40.7232948571"},
                         {"lon", "-74.0061408571"},
                         {"bearing", "7.2"},
                         {"speed", "40"},
                         {"altitude", "12"},
                         {"accuracy", "6.5"},
                         {"hdop", "0.9"},
                         {"batt", "87"},
                         {"ignition", "true"},
                         {"rpm", "933"}});
  EXPECT_EQ(got.device, "key-1");
  ASSERT_EQ(got.fixes.size(), 1U);
  const auto& one = got.fixes[0];
  EXPECT_DOUBLE_EQ(one.lat, 40.7232948571);
  EXPECT_DOUBLE_EQ(one.lon, -74.0061408571);
  EXPECT_EQ(one.at, base::instant{1'504'763'810'000'000});
  EXPECT_NEAR(one.speed_mps.value(), 20.5778, 1e-4);  // 40 knots
  EXPECT_DOUBLE_EQ(one.heading_deg.value(), 7.2);
  EXPECT_DOUBLE_EQ(one.accuracy_m.value(), 6.5);
  EXPECT_DOUBLE_EQ(one.battery_share.value(), 0.87);
}

TEST(OsmAnd, TakesTheOtherNamesForTheSameThings) {
  const auto got = read({{"deviceid", "key-2"}, {"location", "60.0,30.0"}, {"heading", "90"}, {"timestamp", "1377177267"}});
  EXPECT_EQ(got.device, "key-2");
  ASSERT_EQ(got.fixes.size(), 1U);
  EXPECT_DOUBLE_EQ(got.fixes[0].lat, 60);
  EXPECT_DOUBLE_EQ(got.fixes[0].lon, 30);
  EXPECT_DOUBLE_EQ(got.fixes[0].heading_deg.value(), 90);
}

TEST(OsmAnd, WithoutATimeMeansNow) {
  const auto got = read({{"id", "k"}, {"lat", "60"}, {"lon", "30"}});
  ASSERT_EQ(got.fixes.size(), 1U);
  EXPECT_EQ(got.fixes[0].at, received);
}

struct dated {
  const char* text;
  std::int64_t us;
};
class OsmAndTimes : public testing::TestWithParam<dated> {};
TEST_P(OsmAndTimes, AreReadInEveryForm) {
  const auto got = read({{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"timestamp", GetParam().text}});
  ASSERT_EQ(got.fixes.size(), 1U) << GetParam().text;
  EXPECT_EQ(got.fixes[0].at.us, GetParam().us) << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(Forms, OsmAndTimes,
                         testing::Values(dated{"1442068686", 1'442'068'686'000'000},            // seconds
                                         dated{"1442068686579", 1'442'068'686'579'000},         // milliseconds
                                         dated{"2147483648", 2'147'483'648'000'000},            // seconds past the year 2038
                                         dated{"1442068686.5", 1'442'068'686'500'000},          // parts of a second
                                         dated{"2016-01-27T18:55:47Z", 1'453'920'947'000'000},  // RFC 3339
                                         dated{"2016-01-27T18:55:47.862Z", 1'453'920'947'862'000},
                                         dated{"2016-01-28T02:55:47+08:00", 1'453'920'947'000'000},
                                         dated{"2016-01-28T02:55:47 08:00", 1'453'920'947'000'000},  // '+' not escaped in the query
                                         dated{"2016-01-27T18:55:47", 1'453'920'947'000'000},        // no offset: UTC
                                         dated{"2014-06-04 09:10:11", 1'401'873'011'000'000}));

struct unread_query {
  const char* name;
  pairs given;
  std::string_view why;
};
void PrintTo(const unread_query& one, std::ostream* out) { *out << one.name; }
class OsmAndWithoutAFix : public testing::TestWithParam<unread_query> {};
TEST_P(OsmAndWithoutAFix, SaysWhy) {
  const auto got = read(GetParam().given);
  EXPECT_TRUE(got.fixes.empty());
  ASSERT_EQ(got.unread.size(), 1U);
  EXPECT_EQ(got.unread[0], GetParam().why);
}
INSTANTIATE_TEST_SUITE_P(
    Queries, OsmAndWithoutAFix,
    testing::Values(
        unread_query{"nothing", {}, reason::no_position},
        unread_query{"cells and access points only", {{"id", "k"}, {"timestamp", "1377177267"}, {"cell", "257,02,16,2224"}}, reason::no_position},
        unread_query{"not a number", {{"id", "k"}, {"lat", "nan"}, {"lon", "30"}}, reason::no_position},
        unread_query{"endless", {{"id", "k"}, {"lat", "inf"}, {"lon", "30"}}, reason::no_position},
        unread_query{"past any number", {{"id", "k"}, {"lat", "1e400"}, {"lon", "30"}}, reason::no_position},
        unread_query{"words", {{"id", "k"}, {"lat", "north"}, {"lon", "30"}}, reason::no_position},
        unread_query{"decimal comma", {{"id", "k"}, {"lat", "60,5"}, {"lon", "30"}}, reason::no_position},
        unread_query{"half a place", {{"id", "k"}, {"location", "60.0"}}, reason::no_position},
        unread_query{"three numbers of place", {{"id", "k"}, {"location", "60.0,30.0,5"}}, reason::no_position},
        unread_query{"a bad time", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"timestamp", "yesterday"}}, reason::no_time},
        unread_query{"a day that is none", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"timestamp", "2014-02-30 09:10:11"}}, reason::no_time},
        unread_query{"a negative time", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"timestamp", "-1"}}, reason::no_time},
        unread_query{"a huge time", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"timestamp", "99999999999999999999"}}, reason::no_time},
        unread_query{"no fix, says the phone", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"valid", "false"}}, reason::not_valid},
        unread_query{"no fix, as a digit", {{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"valid", "0"}}, reason::not_valid},
        unread_query{"two latitudes", {{"id", "k"}, {"lat", "60"}, {"lat", "61"}, {"lon", "30"}}, reason::twice}));

TEST(OsmAnd, TakesWhatTheSenderCallsValid) {
  EXPECT_EQ(read({{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"valid", "true"}}).fixes.size(), 1U);
  EXPECT_EQ(read({{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"valid", "1"}}).fixes.size(), 1U);
}

TEST(OsmAnd, LeavesWhatIsNoMeasurementUnknown) {
  const auto got = read({{"id", "k"}, {"lat", "60"}, {"lon", "30"}, {"speed", "-1"}, {"bearing", "-1"}, {"accuracy", "nan"}, {"batt", "-100"}});
  ASSERT_EQ(got.fixes.size(), 1U);
  EXPECT_FALSE(got.fixes[0].speed_mps);
  EXPECT_FALSE(got.fixes[0].heading_deg);
  EXPECT_FALSE(got.fixes[0].accuracy_m);
  EXPECT_FALSE(got.fixes[0].battery_share);
}

// Two ids would let one device speak for another: then nobody speaks.
TEST(OsmAnd, WithTwoIdsIsNobody) {
  EXPECT_EQ(read({{"id", "mine"}, {"deviceid", "yours"}, {"lat", "60"}, {"lon", "30"}}).device, "");
  EXPECT_EQ(read({{"id", "mine"}, {"id", "yours"}, {"lat", "60"}, {"lon", "30"}}).device, "");
  EXPECT_EQ(read({{"id", "mine"}, {"deviceid", "mine"}, {"lat", "60"}, {"lon", "30"}}).device, "mine");
}

constexpr const char* from_ios =
    R"({"location":{"extras":{},"mock":true,"coords":{"speed_accuracy":-1,"speed":-1,"longitude":-122.406417,"floor":null,"heading_accuracy":-1,)"
    R"("latitude":37.785834000000001,"accuracy":5,"altitude":0,"heading":-1},"is_moving":false,"age":188,"odometer":0,"event":"motionchange",)"
    R"("battery":{"level":-1,"is_charging":false},"activity":{"type":"unknown","confidence":100},"timestamp":"2025-05-09T04:11:30.579Z"},)"
    R"("device_id":"658765"})";

TEST(TraccarJson, GivesPlaceAndTimeAndKnowsMinusOneAsUnknown) {
  const auto got = read_json(from_ios);
  EXPECT_EQ(got.device, "658765");
  ASSERT_EQ(got.fixes.size(), 1U);
  const auto& one = got.fixes[0];
  EXPECT_DOUBLE_EQ(one.lat, 37.785834);
  EXPECT_DOUBLE_EQ(one.lon, -122.406417);
  EXPECT_EQ(one.at.us, 1'746'763'890'579'000);
  EXPECT_FALSE(one.speed_mps);
  EXPECT_FALSE(one.heading_deg);
  EXPECT_FALSE(one.battery_share);
  EXPECT_DOUBLE_EQ(one.accuracy_m.value(), 5);
}

TEST(TraccarJson, SpeaksMetresASecond) {
  const auto got =
      read_json(R"({"location":{"timestamp":"2021-07-21T08:06:34.444Z","coords":{"latitude":-6.1,"longitude":106.6,"speed":18.67,"heading":63},)"
                R"("battery":{"level":0.5}},"device_id":"k"})");
  ASSERT_EQ(got.fixes.size(), 1U);
  EXPECT_DOUBLE_EQ(got.fixes[0].speed_mps.value(), 18.67);
  EXPECT_DOUBLE_EQ(got.fixes[0].heading_deg.value(), 63);
  EXPECT_DOUBLE_EQ(got.fixes[0].battery_share.value(), 0.5);
}

std::string place(int number) { return R"({"timestamp":)" + std::to_string(1'700'000'000 + number) + R"(,"coords":{"latitude":1,"longitude":2}})"; }

TEST(TraccarJson, MayBringManyLocationsGoodAndBad) {
  const auto got = read_json(R"({"device_id":"k","location":[)" + place(1) + R"(,{"coords":{"latitude":"x","longitude":2}},)" + place(2) + R"(,7]})");
  ASSERT_EQ(got.fixes.size(), 2U);
  EXPECT_EQ(got.fixes[1].at.us, 1'700'000'002'000'000);
  EXPECT_EQ(got.unread, (std::vector{reason::no_position, reason::no_position}));
}

TEST(TraccarJson, BringsNoMoreThanAThousand) {
  std::string body = R"({"device_id":"k","location":[)";
  for (int i = 0; i < 1'003; ++i) body += (i == 0 ? "" : ",") + place(i);
  body += "]}";
  ASSERT_LE(body.size(), track::most_phone_bytes);
  const auto got = read_json(body);
  EXPECT_EQ(got.fixes.size(), 1'000U);
  EXPECT_EQ(got.unread, (std::vector{reason::too_many, reason::too_many, reason::too_many}));
}

struct unread_json {
  const char* name;
  std::string body;
  std::string_view why;
};
void PrintTo(const unread_json& one, std::ostream* out) { *out << one.name; }
class TraccarJsonWithoutAFix : public testing::TestWithParam<unread_json> {};
TEST_P(TraccarJsonWithoutAFix, SaysWhy) {
  const auto got = read_json(GetParam().body);
  EXPECT_TRUE(got.fixes.empty());
  ASSERT_EQ(got.unread.size(), 1U);
  EXPECT_EQ(got.unread[0], GetParam().why);
}
std::string with(const std::string& location) { return R"({"device_id":"k","location":)" + location + "}"; }
INSTANTIATE_TEST_SUITE_P(
    Bodies, TraccarJsonWithoutAFix,
    testing::Values(unread_json{"nothing", "", reason::not_readable}, unread_json{"a list", "[]", reason::no_position},
                    unread_json{"no location", R"({"device_id":"k"})", reason::no_position}, unread_json{"an empty list", with("[]"), reason::empty},
                    unread_json{"location is a text", with(R"("here")"), reason::no_position},
                    unread_json{"coords is a list", with(R"({"coords":[1,2]})"), reason::no_position},
                    unread_json{"past any number", with(R"({"coords":{"latitude":1e999,"longitude":2}})"), reason::no_position},
                    unread_json{"a bad time", with(R"({"timestamp":"soon","coords":{"latitude":1,"longitude":2}})"), reason::no_time},
                    unread_json{"coords twice", with(R"({"coords":{"latitude":1,"longitude":2},"coords":{"latitude":3,"longitude":2}})"),
                                reason::twice},
                    unread_json{"device twice", R"({"device_id":"a","device_id":"b","location":)" + place(1) + "}", reason::twice},
                    unread_json{"10 MB", with("\"" + std::string(10'000'000, 'y') + "\""), reason::not_readable},
                    unread_json{"deep", std::string(60'000, '{'), reason::not_readable}));

}  // namespace
