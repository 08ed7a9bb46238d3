#include "engines/track/judge.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using track::sent_fix;
using track::verdict;

constexpr base::instant noon{1'800'000'000'000'000};
const track::judge_limits town{.west = -122.72, .south = 45.48, .east = -122.61, .north = 45.55};
constexpr double here_lon = -122.65, here_lat = 45.5;

// A unit that says what the test sets; asked in vain it fails the test.
struct fake_unit final : track::facts_source {
  bool is_known = true, is_allowed = true, is_on_shift = true, is_kept = false;
  std::optional<track::fix> earlier, later, doubtful;
  bool known() override { return is_known; }
  bool allowed() override { return is_allowed; }
  bool on_shift() override { return is_on_shift; }
  bool kept_before() override { return is_kept; }
  std::optional<track::fix> before() override { return earlier; }
  std::optional<track::fix> after() override { return later; }
  std::optional<track::fix> suspect() override { return doubtful; }
};

track::judgement judged(const sent_fix& sent, fake_unit unit = {}, const track::judge_limits& limits = town) {
  return track::judge({.sent = sent, .limits = limits, .now = noon, .unit = unit});
}

std::string code_of(double lon, double lat, base::instant at = noon) { return std::string(judged({.lon = lon, .lat = lat, .at = at}).code); }

TEST(Judge, TakesAFixInsideThePlaceAndALittleAround) {
  EXPECT_EQ(code_of(here_lon, here_lat), "");
  EXPECT_EQ(code_of(-122.75, 45.5), "");
  EXPECT_EQ(code_of(here_lon, here_lat, noon - base::days(29)), "");
  EXPECT_EQ(code_of(here_lon, here_lat, noon + base::minutes(5)), "");
}

TEST(Judge, RefusesWhatCannotBeTrue) {
  EXPECT_EQ(code_of(0, 0), "null_island");
  EXPECT_EQ(code_of(0.0001, -0.0001), "null_island");
  EXPECT_EQ(code_of(45.5, -122.65), "swapped_axes");  // and not a latitude at all
  EXPECT_EQ(code_of(500, 45.5), "out_of_range");
  EXPECT_EQ(code_of(std::numeric_limits<double>::quiet_NaN(), 45.5), "out_of_range");
  EXPECT_EQ(code_of(here_lon, std::numeric_limits<double>::infinity()), "out_of_range");
  EXPECT_EQ(code_of(-100, 45.5), "outside_place");
  EXPECT_EQ(code_of(here_lon, 50.3), "outside_place");
  EXPECT_EQ(code_of(here_lon, here_lat, noon + base::minutes(5) + base::microseconds(1)), "from_future");
  EXPECT_EQ(code_of(here_lon, here_lat, noon + base::hours(1)), "from_future") << "a clock an hour ahead";
  EXPECT_EQ(code_of(here_lon, here_lat, noon - base::days(30) - base::microseconds(1)), "too_old");
  EXPECT_EQ(code_of(here_lon, here_lat, base::instant{std::numeric_limits<std::int64_t>::min() / 2}), "too_old");
}

TEST(Judge, SaysSwappedAlsoWhereBothOrdersAreOnTheGlobe) {
  const track::judge_limits county{.west = 110.1, .south = 30.1, .east = 110.4, .north = 30.4};
  EXPECT_EQ(judged({.lon = 30.2, .lat = 110.2, .at = noon}, {}, county).code, "swapped_axes");
}

TEST(Judge, AnswersForAForbiddenUnitAsForOneThatIsNot) {
  fake_unit stranger;
  stranger.is_allowed = false;
  fake_unit nobody;
  nobody.is_known = false;
  const sent_fix sent{.lon = here_lon, .lat = here_lat, .at = noon};
  EXPECT_EQ(judged(sent, stranger).code, "unknown_unit");
  EXPECT_EQ(judged(sent, stranger).detail, judged(sent, nobody).detail);
}

TEST(Judge, DropsOffShiftBeforeAnythingOfTheUnitIsAsked) {
  struct silent final : track::facts_source {
    bool known() override { return true; }
    bool allowed() override { return true; }
    bool on_shift() override { return false; }
    bool kept_before() override { throw std::logic_error("asked what is kept of a unit off shift"); }
    std::optional<track::fix> before() override { throw std::logic_error("asked"); }
    std::optional<track::fix> after() override { throw std::logic_error("asked"); }
    std::optional<track::fix> suspect() override { throw std::logic_error("asked"); }
  } unit;
  const sent_fix sent{.lon = here_lon, .lat = here_lat, .at = noon};
  EXPECT_EQ(track::judge({.sent = sent, .limits = town, .now = noon, .unit = unit}).what, verdict::off_shift);
}

TEST(Judge, KnowsADuplicate) {
  fake_unit unit;
  unit.is_kept = true;
  EXPECT_EQ(judged({.lon = here_lon, .lat = here_lat, .at = noon}, unit).what, verdict::duplicate);
}

TEST(Judge, RefusesAJumpThatNothingOnDutyMakesButBelievesTheSecondThatAgrees) {
  fake_unit unit;
  unit.earlier = track::kept({.lon = here_lon, .lat = here_lat, .at = noon - base::seconds(10)}, noon);
  const sent_fix jump{.lon = here_lon + 0.05, .lat = here_lat, .at = noon - base::seconds(5)};  // 3.9 km in 5 s
  EXPECT_EQ(judged(jump, unit).code, "impossible_speed");
  unit.doubtful = track::kept(jump, noon);
  EXPECT_EQ(judged({.lon = here_lon + 0.0501, .lat = here_lat, .at = noon}, unit).what, verdict::accepted) << "what was kept was the glitch";
  EXPECT_EQ(judged({.lon = here_lon - 0.05, .lat = here_lat, .at = noon}, unit).code, "impossible_speed") << "jumps to and fro";
}

TEST(Judge, AllowsFastCarsTunnelsAndReceiversThatWander) {
  fake_unit unit;
  unit.earlier = track::kept({.lon = here_lon, .lat = here_lat, .at = noon - base::seconds(1)}, noon);
  EXPECT_EQ(judged({.lon = here_lon + 0.006, .lat = here_lat, .at = noon}, unit).what, verdict::accepted) << "470 m";
  unit.earlier = track::kept({.lon = here_lon, .lat = here_lat, .at = noon - base::minutes(2)}, noon);
  EXPECT_EQ(judged({.lon = here_lon + 0.05, .lat = here_lat, .at = noon}, unit).what, verdict::accepted) << "out of a tunnel";
}

TEST(Judge, MeasuresALateFixAgainstBothNeighbours) {
  fake_unit unit;
  unit.later = track::kept({.lon = here_lon, .lat = here_lat, .at = noon}, noon);
  EXPECT_EQ(judged({.lon = here_lon + 0.05, .lat = here_lat, .at = noon - base::seconds(5)}, unit).code, "impossible_speed");
  EXPECT_EQ(judged({.lon = here_lon + 0.001, .lat = here_lat, .at = noon - base::seconds(5)}, unit).what, verdict::accepted);
}

TEST(KeptFix, RoundsAndSaysUnknownForNonsense) {
  const auto one = track::kept({.lon = -122.65, .lat = 45.5, .at = noon, .speed_mps = -1, .heading_deg = -90, .accuracy_m = 4.26}, noon);
  EXPECT_EQ(one.lon_e7, -1'226'500'000);
  EXPECT_FALSE(track::speed_mps_of(one));
  EXPECT_EQ(track::heading_deg_of(one), 270);
  EXPECT_EQ(one.accuracy_dm, 43);
  const auto odd = track::kept({.lon = 0, .lat = 0, .at = noon, .speed_mps = 1e9, .heading_deg = std::numeric_limits<double>::quiet_NaN()}, noon);
  EXPECT_EQ(odd.speed_cmps, 65'534);
  EXPECT_FALSE(track::heading_deg_of(odd));
  EXPECT_EQ(track::heading_deg_of(track::kept({.lon = 0, .lat = 0, .at = noon, .heading_deg = 359.999}, noon)), 0);
}

}  // namespace
