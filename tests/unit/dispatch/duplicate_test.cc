#include <gtest/gtest.h>

#include "foundation/geo/distance.h"
#include "jobs/dispatch/duplicate.h"
#include "support/shared_data.h"

namespace {

using namespace dispatch;

constexpr base::instant now{1'700'000'000'000'000};
constexpr base::position here{116.5, 39.5};

incident open_one(const std::string& id, double metres_north, std::int64_t minutes_ago, const std::string& type) {
  return {.id = id,
          .type = type,
          .state = incident_state::dispatched,
          .location = geo::destination(here, 0, metres_north),
          .reported_at = now - base::minutes(minutes_ago)};
}

std::vector<duplicate> suggest(const std::vector<incident>& candidates, const std::string& type = "crash") {
  static const auto types = read_incident_types(test::project_file("catalogue"));
  return find_duplicates({.location = here, .type = type, .at = now}, candidates, types);
}

TEST(Duplicates, AreSuggestedWithinTheLimitsOnly) {
  EXPECT_EQ(suggest({open_one("a", 10, 1, "crash")}).size(), 1U);
  EXPECT_EQ(suggest({open_one("a", 301, 1, "crash")}).size(), 0U);
  EXPECT_EQ(suggest({open_one("a", 10, 61, "crash")}).size(), 0U);
  EXPECT_EQ(suggest({open_one("a", 299, 0, "crash")}).size(), 1U);
  EXPECT_EQ(suggest({open_one("a", 299, 59, "crash")}).size(), 0U) << "far and old at once says nothing";
}

TEST(Duplicates, ClosedIncidentsAreNotSuggested) {
  auto one = open_one("a", 10, 1, "crash");
  one.state = incident_state::closed;
  EXPECT_TRUE(suggest({one}).empty());
}

TEST(Duplicates, TheLikeliestComesFirst) {
  const auto found = suggest({open_one("far", 200, 5, "crash"), open_one("near", 20, 5, "crash"), open_one("other", 20, 5, "noise"),
                              open_one("kin", 20, 5, "road_traffic")});
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].what.id, "near");
  EXPECT_EQ(found[1].what.id, "kin");
  EXPECT_EQ(found[2].what.id, "far");
  EXPECT_EQ(found[3].what.id, "other");
  EXPECT_TRUE(found[0].same_type);
  EXPECT_FALSE(found[1].same_type);
}

TEST(Duplicates, SayWhyInBothLanguages) {
  const auto found = suggest({open_one("a", 120, 4, "crash")});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].distance_m, 120);
  EXPECT_EQ(found[0].age_s, 240);
  EXPECT_EQ(found[0].reason.en, "120 m away, 4 min earlier, same type");
  EXPECT_EQ(found[0].reason.zh, "相距 120 米，早 4 分钟，类别相同");
  EXPECT_NEAR(found[0].score, 0.6 * 0.6 + 0.4 * (56.0 / 60.0), 0.001);
}

TEST(Duplicates, WithoutATypePlaceAndTimeStillSpeak) {
  const auto found = suggest({open_one("a", 10, 1, "crash")}, "");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].reason.en, "10 m away, 1 min earlier");
}

TEST(Duplicates, AreAtMostTen) {
  std::vector<incident> many;
  for (int i = 0; i < 30; ++i) many.push_back(open_one("i" + std::to_string(i), i, 1, "crash"));
  EXPECT_EQ(suggest(many).size(), 10U);
}

}  // namespace
