#include "foundation/calendar/deadline.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "support/shared_data.h"

namespace {

using calendar::deadline;
using calendar::limit;
using calendar::pause;
using calendar::unit;
using calendar::working_days;

constexpr std::int64_t china = 480;
constexpr base::instant for_ever{std::numeric_limits<std::int64_t>::max()};

// "2026-03-02 10:00" in China.
base::instant at(const std::string& text) { return base::instant_from_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + ":00+08:00").value(); }
pause paused(const std::string& from, const std::string& to) { return {at(from), at(to)}; }

class Deadlines : public testing::Test {
 protected:
  deadline of(const std::string& start, const limit& within, const std::vector<pause>& pauses = {}) const {
    return calendar::deadline_of(at(start), within, pauses, {.known = known, .utc_offset_min = china});
  }
  deadline before(const std::string& event, const limit& within) const {
    return calendar::deadline_before(at(event), within, {.known = known, .utc_offset_min = china});
  }
  const working_days known = calendar::read_working_days(test::project_file("catalogue/working_days.yaml"));
};

deadline sure(const std::string& text) { return {.at = at(text), .provisional = false}; }
deadline provisional(const std::string& text) { return {.at = at(text), .provisional = true}; }

TEST_F(Deadlines, OfHoursEndSoManyHoursAfterTheStartToTheMicrosecond) {
  EXPECT_EQ(of("2026-03-02 23:30", {4, unit::hours}), sure("2026-03-03 03:30"));
  const auto start = base::instant{at("2026-03-02 10:00").us + 1};
  EXPECT_EQ(calendar::deadline_of(start, {1, unit::hours}, {}, {.known = known}).at.us, at("2026-03-02 11:00").us + 1);
}

TEST_F(Deadlines, OfMinutesEndSoManyMinutesAfterTheStart) {
  EXPECT_EQ(of("2026-03-02 23:45", {20, unit::minutes}), sure("2026-03-03 00:05"));
  EXPECT_EQ(of("2026-03-02 10:00", {40, unit::minutes}, {paused("2026-03-02 10:30", "2026-03-02 10:45")}), sure("2026-03-02 10:55"));
}

TEST_F(Deadlines, OfHoursAreLaterByTheTimePaused) {
  EXPECT_EQ(of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 11:00", "2026-03-02 11:45")}), sure("2026-03-02 14:45"));
  EXPECT_EQ(
      of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 13:30", "2026-03-03 13:30"), paused("2026-03-02 11:00", "2026-03-02 12:00")}),
      sure("2026-03-03 15:00"));
}

TEST_F(Deadlines, OfHoursCountOverlappingPausesOnce) {
  EXPECT_EQ(
      of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 11:00", "2026-03-02 13:00"), paused("2026-03-02 12:00", "2026-03-02 13:30")}),
      sure("2026-03-02 16:30"));
  EXPECT_EQ(
      of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 11:00", "2026-03-02 12:00"), paused("2026-03-02 12:00", "2026-03-02 13:00")}),
      sure("2026-03-02 16:00"))
      << "one pause after the other";
}

TEST_F(Deadlines, OfHoursCountOnlyWhatIsPausedAfterTheStart) {
  EXPECT_EQ(of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 08:00", "2026-03-02 09:00")}), sure("2026-03-02 14:00"));
  EXPECT_EQ(of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 08:00", "2026-03-02 11:00")}), sure("2026-03-02 15:00"));
}

TEST_F(Deadlines, ThatHaveRunOutAreNotMovedByALaterPause) {
  EXPECT_EQ(of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 14:00", "2026-03-03 14:00")}), sure("2026-03-02 14:00"));
  EXPECT_EQ(of("2026-03-02 10:00", {4, unit::hours}, {paused("2026-03-02 13:59", "2026-03-03 14:00")}), sure("2026-03-03 14:01"));
  EXPECT_EQ(of("2026-03-02 10:00", {1, unit::days}, {paused("2026-03-04 00:00", "2026-03-10 00:00")}), sure("2026-03-04 00:00"));
}

TEST_F(Deadlines, OfDaysDoNotCountTheDayOfTheStart) {
  for (const auto* start : {"2026-03-02 00:00", "2026-03-02 10:00", "2026-03-02 23:59"}) {
    EXPECT_EQ(of(start, {1, unit::days}), sure("2026-03-04 00:00")) << start;
    EXPECT_EQ(of(start, {30, unit::days}), sure("2026-04-02 00:00")) << start;
  }
  EXPECT_EQ(of("2026-03-03 00:00", {1, unit::days}), sure("2026-03-05 00:00"));
  EXPECT_EQ(of("2024-02-28 10:00", {1, unit::days}), sure("2024-03-01 00:00")) << "a leap day";
  EXPECT_EQ(of("2026-02-27 10:00", {1, unit::days}), sure("2026-03-01 00:00"));
}

TEST_F(Deadlines, OfDaysAreLaterByTheMidnightsPassedWhilePaused) {
  const limit two{2, unit::days};
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-03 09:00", "2026-03-03 23:00")}), sure("2026-03-05 00:00")) << "no midnight";
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-02 12:00", "2026-03-03 12:00")}), sure("2026-03-06 00:00")) << "one";
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-03 12:00", "2026-03-06 12:00")}), sure("2026-03-08 00:00")) << "three";
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-04 12:00", "2026-03-06 12:00")}), sure("2026-03-07 00:00")) << "of the last day on: two";
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-03 00:00", "2026-03-06 00:00")}), sure("2026-03-08 00:00")) << "three whole days";
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-02 12:00", "2026-03-03 12:00"), paused("2026-03-04 12:00", "2026-03-05 12:00")}),
            sure("2026-03-07 00:00"))
      << "one, and one more that lies within the time the first one gave";
}

TEST_F(Deadlines, OfDaysNeverFallIntoAPause) {
  const limit one{1, unit::days};
  EXPECT_EQ(of("2026-03-02 10:00", one, {paused("2026-03-03 23:59", "2026-03-04 00:01")}), sure("2026-03-05 00:00"));
  EXPECT_EQ(of("2026-03-02 10:00", one, {paused("2026-03-03 12:00", "2026-03-04 00:00")}), sure("2026-03-05 00:00"))
      << "it would have run out as the clock began to run again";
  EXPECT_EQ(of("2026-03-02 10:00", one, {paused("2026-03-03 00:00", "2026-03-03 00:01")}), sure("2026-03-05 00:00")) << "begun in it";
  EXPECT_EQ(of("2026-03-02 10:00", one, {paused("2026-03-02 23:00", "2026-03-03 00:00")}), sure("2026-03-04 00:00")) << "begun after it";
}

TEST_F(Deadlines, OfMonthsEndOnTheSameNumberOrTheMonthsLastDay) {
  EXPECT_EQ(of("2026-03-02 10:00", {1, unit::months}), sure("2026-04-03 00:00"));
  EXPECT_EQ(of("2026-01-31 10:00", {1, unit::months}), sure("2026-03-01 00:00"));
  EXPECT_EQ(of("2024-01-31 10:00", {1, unit::months}), sure("2024-03-01 00:00"));
  EXPECT_EQ(of("2024-01-29 10:00", {1, unit::months}), sure("2024-03-01 00:00"));
  EXPECT_EQ(of("2026-10-31 10:00", {4, unit::months}), sure("2027-03-01 00:00"));
  EXPECT_EQ(of("2024-02-29 10:00", {1, unit::years}), sure("2025-03-01 00:00"));
  EXPECT_EQ(of("2024-02-29 10:00", {4, unit::years}), sure("2028-03-01 00:00"));
  EXPECT_EQ(of("2026-03-02 10:00", {2, unit::years}), sure("2028-03-03 00:00"));
}

TEST_F(Deadlines, OfMonthsAreLaterByTheMidnightsPassedWhilePaused) {
  EXPECT_EQ(of("2026-01-31 10:00", {1, unit::months}, {paused("2026-02-10 10:00", "2026-02-15 09:00")}), sure("2026-03-06 00:00"));
  EXPECT_EQ(of("2026-01-31 10:00", {1, unit::months}, {paused("2026-02-28 10:00", "2026-03-02 09:00")}), sure("2026-03-03 00:00"));
}

TEST_F(Deadlines, OfWorkingDaysCountTheDaysOfTheNotices) {
  EXPECT_EQ(of("2026-03-02 10:00", {5, unit::working_days}), sure("2026-03-10 00:00")) << "Monday to Monday";
  EXPECT_EQ(of("2026-03-06 10:00", {1, unit::working_days}), sure("2026-03-10 00:00")) << "Friday to Monday";
  EXPECT_EQ(of("2026-03-07 10:00", {1, unit::working_days}), sure("2026-03-10 00:00")) << "Saturday to Monday";
  EXPECT_EQ(of("2025-12-31 10:00", {1, unit::working_days}), sure("2026-01-05 00:00")) << "a Sunday that is worked";
  EXPECT_EQ(of("2026-09-30 10:00", {3, unit::working_days}), sure("2026-10-11 00:00")) << "over the national holiday: 8, 9 and Saturday 10";
  EXPECT_EQ(of("2018-12-28 10:00", {2, unit::working_days}), sure("2019-01-03 00:00")) << "29 December worked, 31 off";
}

TEST_F(Deadlines, OfWorkingDaysDoNotCountDaysBegunWhilePaused) {
  const limit two{2, unit::working_days};
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-02 12:00", "2026-03-03 12:00")}), sure("2026-03-06 00:00"));
  EXPECT_EQ(of("2026-03-02 10:00", two, {paused("2026-03-03 09:00", "2026-03-03 17:00")}), sure("2026-03-05 00:00")) << "within a day";
  EXPECT_EQ(of("2026-03-05 10:00", two, {paused("2026-03-06 12:00", "2026-03-08 12:00")}), sure("2026-03-10 00:00")) << "a weekend is lost to nobody";
  EXPECT_EQ(of("2026-03-05 10:00", {1, unit::working_days}, {paused("2026-03-06 12:00", "2026-03-07 12:00")}), sure("2026-03-10 00:00"))
      << "paused at the end of Friday: Monday is the next last day, not Saturday";
}

TEST_F(Deadlines, ThatRollMoveFromADayOffToTheNextWorkingDay) {
  const auto rolling = [](std::int64_t amount, unit in) { return limit{.amount = amount, .in = in, .rolls = true}; };
  EXPECT_EQ(of("2026-03-02 10:00", rolling(5, unit::days)), sure("2026-03-10 00:00")) << "Saturday to Monday";
  EXPECT_EQ(of("2026-03-02 10:00", {5, unit::days}), sure("2026-03-08 00:00"));
  EXPECT_EQ(of("2026-03-02 10:00", rolling(4, unit::days)), sure("2026-03-07 00:00")) << "Friday stays";
  EXPECT_EQ(of("2026-09-03 10:00", rolling(1, unit::months)), sure("2026-10-09 00:00")) << "over the national holiday";
  EXPECT_EQ(of("2025-12-04 10:00", rolling(1, unit::months)), sure("2026-01-05 00:00")) << "a Sunday that is worked stays";
  EXPECT_EQ(of("2026-03-06 10:00", rolling(24, unit::hours)), sure("2026-03-07 10:00")) << "hours have no last day";
  EXPECT_EQ(of("2026-03-06 10:00", rolling(1, unit::working_days)), of("2026-03-06 10:00", {1, unit::working_days}));
  EXPECT_EQ(of("2026-03-05 10:00", rolling(1, unit::days), {paused("2026-03-06 12:00", "2026-03-07 12:00")}), sure("2026-03-10 00:00"))
      << "moved by a pause onto a Saturday, then rolled";
}

TEST_F(Deadlines, OfNothingAreAtOnceOrTheEndOfTheSameDay) {
  EXPECT_EQ(of("2026-03-07 10:00", {0, unit::hours}), sure("2026-03-07 10:00"));
  EXPECT_EQ(of("2026-03-07 10:00", {0, unit::hours}, {paused("2026-03-07 09:00", "2026-03-07 12:00")}), sure("2026-03-07 10:00"));
  for (const auto in : {unit::days, unit::working_days, unit::months, unit::years}) {
    EXPECT_EQ(of("2026-03-07 10:00", {0, in}), sure("2026-03-08 00:00")) << "a Saturday, " << static_cast<int>(in);
  }
  EXPECT_EQ(of("2026-03-07 10:00", {.amount = 0, .in = unit::days, .rolls = true}), sure("2026-03-10 00:00"));
}

TEST_F(Deadlines, AreProvisionalWhenADayOfAnUnpublishedYearMattered) {
  EXPECT_EQ(of("2026-12-30 10:00", {1, unit::working_days}), sure("2027-01-01 00:00")) << "the last day is 31 December";
  EXPECT_EQ(of("2026-12-31 10:00", {1, unit::working_days}), provisional("2027-01-02 00:00")) << "as if New Year were worked";
  EXPECT_EQ(of("2014-12-30 10:00", {1, unit::working_days}), provisional("2015-01-01 00:00")) << "before the first year";
  EXPECT_EQ(of("2026-12-20 10:00", {30, unit::days}), sure("2027-01-20 00:00")) << "nobody asks whether a day is worked";
  EXPECT_EQ(of("2026-12-20 10:00", {.amount = 30, .in = unit::days, .rolls = true}), provisional("2027-01-20 00:00"));
  EXPECT_EQ(of("2026-12-20 10:00", {.amount = 2, .in = unit::months, .rolls = true}), provisional("2027-02-23 00:00")) << "a Saturday";
  EXPECT_EQ(of("2026-12-31 22:00", {4, unit::hours}), sure("2027-01-01 02:00"));
}

TEST_F(Deadlines, ArePlainAgainOnceTheYearIsPublished) {
  const auto day = [](const char* text) { return *calendar::day_from_text(text); };
  const working_days later({{.year = 2027, .days = {{.on = day("2027-01-01"), .is_working = false, .name = "元旦"}}}});
  EXPECT_EQ(calendar::deadline_of(at("2026-12-31 10:00"), {1, unit::working_days}, {}, {.known = later, .utc_offset_min = china}),
            sure("2027-01-05 00:00"));
}

TEST_F(Deadlines, FollowTheTownsOwnMidnight) {
  const auto utc = [](const char* text) { return base::instant_from_rfc3339(text).value(); };
  const auto start = utc("2026-03-02T17:00:00Z");  // already 3 March in China, still 2 March in Portland
  const limit one{1, unit::days};
  EXPECT_EQ(calendar::deadline_of(start, one, {}, {.known = known, .utc_offset_min = 480}).at, utc("2026-03-04T16:00:00Z"));
  EXPECT_EQ(calendar::deadline_of(start, one, {}, {.known = known, .utc_offset_min = 0}).at, utc("2026-03-04T00:00:00Z"));
  EXPECT_EQ(calendar::deadline_of(start, one, {}, {.known = known, .utc_offset_min = -480}).at, utc("2026-03-04T08:00:00Z"));
  EXPECT_EQ(calendar::deadline_of(start, {1, unit::working_days}, {}, {.known = known, .utc_offset_min = -210}).at, utc("2026-03-04T03:30:00Z"));
  EXPECT_EQ(calendar::deadline_of(utc("1969-12-30T10:00:00Z"), one, {}, {.known = known, .utc_offset_min = -60}).at, utc("1970-01-01T01:00:00Z"));
}

TEST_F(Deadlines, ChangeOverTheStartsMidnightAndNotAMicrosecondBefore) {
  const auto midnight = at("2026-03-03 00:00");
  const auto end = [this](base::instant start) { return calendar::deadline_of(start, {3, unit::days}, {}, {.known = known}).at; };
  EXPECT_EQ(end(midnight - base::microseconds(1)), at("2026-03-06 00:00"));
  EXPECT_EQ(end(midnight), at("2026-03-07 00:00"));
  EXPECT_EQ(end(midnight + base::microseconds(1)), at("2026-03-07 00:00"));
}

TEST_F(Deadlines, LieAfterAllTimeWhileAPauseHasNoEnd) {
  for (const auto in : {unit::hours, unit::days, unit::working_days, unit::months, unit::years}) {
    const auto end = of("2026-03-02 10:00", {1, in}, {{at("2026-03-02 10:30"), for_ever}}).at;
    EXPECT_GE(end, base::instant_from_rfc3339("9999-12-31T00:00:00Z").value()) << static_cast<int>(in);
  }
}

TEST_F(Deadlines, IgnoreAPauseThatEndsBeforeItBegins) {
  EXPECT_EQ(of("2026-03-02 10:00", {2, unit::days}, {paused("2026-03-03 12:00", "2026-03-02 12:00")}), sure("2026-03-05 00:00"));
  EXPECT_EQ(of("2026-03-02 10:00", {2, unit::hours}, {paused("2026-03-02 11:00", "2026-03-02 11:00")}), sure("2026-03-02 12:00"));
}

TEST_F(Deadlines, OfWhatIsNoLimitAreAMistakeOfTheProgram) {
  EXPECT_THROW(of("2026-03-02 10:00", {-1, unit::days}), std::logic_error);
  EXPECT_THROW(of("2026-03-02 10:00", {calendar::largest_amount(unit::years) + 1, unit::years}), std::logic_error);
  EXPECT_THROW(before("2026-03-02 10:00", {-1, unit::hours}), std::logic_error);
  EXPECT_THROW(calendar::deadline_of(for_ever, {1, unit::days}, {}, {.known = known}), std::logic_error);
  EXPECT_NO_THROW(of("2026-03-02 10:00", {calendar::largest_amount(unit::working_days), unit::working_days}));
}

TEST_F(Deadlines, BeforeAnEventEndWithTheLastDayThatLeavesTheWholeLimit) {
  for (const auto* event : {"2026-05-21 00:00", "2026-05-21 19:30", "2026-05-21 23:59"}) {
    EXPECT_EQ(before(event, {20, unit::days}), sure("2026-05-02 00:00")) << "the last day is 1 May; " << event;
  }
  EXPECT_EQ(before("2024-03-01 10:00", {1, unit::days}), sure("2024-03-01 00:00")) << "a leap day";
  EXPECT_EQ(before("2026-03-31 10:00", {1, unit::months}), sure("2026-03-01 00:00"));
  EXPECT_EQ(before("2024-02-29 10:00", {1, unit::years}), sure("2023-03-01 00:00"));
  EXPECT_EQ(before("2026-05-21 19:30", {4, unit::hours}), sure("2026-05-21 15:30"));
  EXPECT_EQ(before("2026-05-21 19:30", {0, unit::days}), sure("2026-05-22 00:00"));
  EXPECT_EQ(before("2026-05-21 19:30", {0, unit::hours}), sure("2026-05-21 19:30"));
}

TEST_F(Deadlines, BeforeAnEventCountWorkingDaysBack) {
  EXPECT_EQ(before("2026-03-09 10:00", {5, unit::working_days}), sure("2026-03-03 00:00")) << "Monday to Monday";
  EXPECT_EQ(before("2026-03-08 10:00", {1, unit::working_days}), sure("2026-03-07 00:00")) << "Sunday to Friday";
  EXPECT_EQ(before("2026-01-05 10:00", {2, unit::working_days}), sure("2026-01-01 00:00")) << "a Sunday worked, then the last day of the year";
  EXPECT_EQ(before("2027-01-04 10:00", {1, unit::working_days}), provisional("2027-01-02 00:00"));
  EXPECT_EQ(before("2027-01-01 10:00", {1, unit::working_days}), sure("2027-01-01 00:00")) << "no day of 2027 was asked about";
}

TEST_F(Deadlines, BeforeAnEventThatRollMoveToTheWorkingDayBefore) {
  EXPECT_EQ(before("2026-05-21 10:00", {.amount = 20, .in = unit::days, .rolls = true}), sure("2026-05-01 00:00")) << "1 May is off: 30 April";
  EXPECT_EQ(before("2026-03-12 10:00", {.amount = 5, .in = unit::days, .rolls = true}), sure("2026-03-07 00:00")) << "Saturday to Friday";
  EXPECT_EQ(before("2026-03-12 10:00", {.amount = 6, .in = unit::days, .rolls = true}), sure("2026-03-07 00:00")) << "Friday stays";
}

}  // namespace
